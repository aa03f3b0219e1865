// One file of the product understood: the proxy that it configures, the backends and peers that it
// names, and what it says that does not matter here or is not known at all.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "failover/logic.hpp"
#include "sim/scenario/cluster.hpp"
#include "sim/scenario/reader.hpp"

namespace sim::site {

/// A value with the place where the file says it, or none where it is a default.
template <class T>
struct Said {
    T value{};
    std::optional<scenario::Spot> spot;
};

struct Backend {
    int number = 0;
    Said<std::string> hostname;
    Said<std::int64_t> port;
    Said<std::int64_t> weight_millionths;
    Said<std::string> data_directory;
    Said<bool> disallow_to_failover;
};

struct Peer {
    int number = 0;
    Said<std::string> hostname;
    Said<std::int64_t> port;
    Said<std::int64_t> wd_port;
};

struct Heartbeat {
    int number = 0;
    Said<std::string> hostname;
    Said<std::int64_t> port;
};

/// Something that a reader of the answer should know: a key that nobody knows, a duplicate, a
/// setting without a model.
struct Remark {
    std::optional<scenario::Spot> spot;
    std::string text;
};

struct Conf {
    std::string path;
    bool kingbase = false;  ///< kingbasecluster.conf: the vendor's dialect
    Said<std::string> wd_hostname;
    scenario::ProxySpec proxy;  ///< host and wd_hostname are for the cluster to fill in
    std::int64_t heartbeat_port = 0;
    bool watchdog = false;
    bool heartbeats_used = false;   ///< wd_lifecheck_method = 'heartbeat'
    std::vector<Backend> backends;  ///< by number
    std::vector<Peer> peers;        ///< by number
    std::vector<Heartbeat> heartbeats;
    std::size_t used = 0;        ///< keys that shape the cluster or set the logic's parameters
    std::size_t irrelevant = 0;  ///< known keys that do not matter for failover
    std::vector<Remark> unknown;
    std::vector<Remark> remarks;  ///< duplicates, settings without a model
};

/// Reads one file. What is wrong stands in `reader`; none if it could not be read at all.
[[nodiscard]] std::optional<Conf> read_conf(scenario::Reader& reader, const std::string& path,
                                            const failover::Catalogue& catalogue);

}  // namespace sim::site
