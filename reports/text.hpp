// Turns a message of a logic's catalogue and its arguments into the product's words. The forms
// that a text may use are listed in failover/catalogue.hpp.
#pragma once

#include <string>
#include <string_view>

#include "failover/catalogue.hpp"
#include "failover/logic.hpp"
#include "reports/cluster.hpp"

namespace reports {

/// `text` with its `{N:form}` filled in, before any dialect. `self`: whose log it is, for paths
/// and commands. A form that is neither known nor a word list prints the number.
[[nodiscard]] std::string fill(std::string_view text, const failover::MessageArguments& arguments,
                               const Cluster& cluster, failover::ProxyId self);

/// Whether every form in `text` is one that `fill` or the catalogue's word lists know.
[[nodiscard]] bool forms_known(std::string_view text, const failover::Catalogue& catalogue);

/// The line that runs: the proxy's parameter with its placeholders (semantics-3.6 §6.4).
[[nodiscard]] std::string command_text(const failover::CommandLine& line, const Cluster& cluster,
                                       failover::ProxyId self);

/// Three arguments of a message as the command line they stand for: each holds two 16-bit
/// numbers, low half first, in the order of CommandLine's members.
[[nodiscard]] failover::CommandLine unpack_command(std::int32_t first, std::int32_t second,
                                                   std::int32_t third);

[[nodiscard]] std::string_view severity_text(failover::Severity severity);

}  // namespace reports
