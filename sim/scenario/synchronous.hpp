// synchronous_standby_names and synchronous_commit as PostgreSQL reads them (postgres-model §3.1,
// §3.4): a list of application names, and how many of them a commit waits for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/quantity.hpp"

namespace sim::scenario {

struct SynchronousNames {
    /// none: commits wait for nobody; first: for the `count` connected ones that stand first in the
    /// list; any: for any `count` of them.
    enum class Method : std::uint8_t { none, first, any } method = Method::none;
    std::int32_t count = 1;
    std::vector<std::string> names;  ///< in lower case; "*": everybody
    bool operator==(const SynchronousNames&) const = default;
};

/// How far a standby that counts must be before a commit is acknowledged; off: not even the
/// primary's own disk.
enum class SynchronousCommit : std::uint8_t { off, local, remote_write, on, remote_apply };
inline constexpr std::string_view synchronous_commit_words =
    "off|local|remote_write|on|remote_apply";

/// "", "s1, s2", "2 (s1, s2)", "FIRST 1 (s1, s2)", "ANY 1 (*)". The words FIRST and ANY came with
/// version 10.
[[nodiscard]] Read<SynchronousNames> read_synchronous_names(std::string_view text,
                                                            std::int32_t version);

/// The place of an application name in the list, from 1; 0: it does not stand there. The server
/// compares without regard to case.
[[nodiscard]] std::int32_t priority_of(const SynchronousNames& names, std::string_view application);

}  // namespace sim::scenario
