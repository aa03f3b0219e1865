// A site's cluster, joined from the files of its proxies: one host for each address, backends that
// all files agree on, peers that name each other. What no file says is assumed, and said so.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/scenario/diagnostic.hpp"
#include "sim/scenario/load.hpp"
#include "sim/site/conf.hpp"

namespace sim::site {

/// What the files cannot say.
struct Wishes {
    int primary = 0;                        ///< backend id of the primary at the start
    bool failover_command_promotes = true;  ///< what failover_command does; else nothing
    bool primary_told = false;              ///< by the user; else assumed
    bool command_told = false;
};

/// A line about the files for the reader of the answer: place may be none.
struct Note {
    std::string file;
    std::uint32_t line = 0;
    std::string text;
    bool operator==(const Note&) const = default;
};

struct Site {
    std::vector<scenario::HostSpec> hosts;
    std::vector<scenario::DatabaseSpec> databases;  ///< index = backend id
    std::vector<scenario::ProxySpec> proxies;       ///< in the order of the files
    std::string dialect;
    std::size_t used = 0;
    std::size_t irrelevant = 0;
    std::vector<Note> unknown;
    std::vector<Note> remarks;
    std::vector<std::string> assumed;
};

/// `paths`: one file a proxy. REQUIRES: at least one.
[[nodiscard]] scenario::Parsed<Site> read_site(std::span<const std::string> paths,
                                               const failover::Catalogue& catalogue,
                                               const Wishes& wishes);

/// "node1 (192.168.1.101)", or the address alone where the host has no other name.
[[nodiscard]] std::string called(const scenario::HostSpec& host);

}  // namespace sim::site
