// A small made-up catalogue for tests of scenarios: texts of every shape that the loader has to
// read back, and parameters of every kind. No logic stands behind it.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "failover/catalogue.hpp"
#include "sim/scenario/load.hpp"

namespace sim::scenario::tests {

/// What the loader is given in every test.
[[nodiscard]] LogicCatalogues catalogues();

/// Numbers of the made-up messages.
enum MessageNumber : failover::MessageId {
    no_message,
    processing,  ///< "watchdog is processing the failover command [{0:function}] received from
                 ///< {1:locality} pgpool-II on IPC interface"
    starting_failback,
    failback_done,
    lock_holder,
    lock_status,   ///< has a detail
    quiet,         ///< below LOG
    forked,        ///< dropped by the dialect
    no_such_node,  ///< an error of a pcp command
    twice_a,
    twice_b,
    saved_path,
    remote_nodes,  ///< a detail with a number
};

/// A cluster of two proxies and three databases, to which a test adds what it is about.
[[nodiscard]] std::string cluster();

/// `cluster()` with a step's lines.
[[nodiscard]] std::string with_step(std::string_view step);

/// The one scenario of a text that must be right. Fails the test and returns an empty one else.
[[nodiscard]] Scenario good(const std::string& text);

/// The diagnostics of a text.
[[nodiscard]] std::vector<Diagnostic> wrong(const std::string& text);

/// "12:5: message" of the first diagnostic; empty if there is none.
[[nodiscard]] std::string first_message(const std::string& text);

}  // namespace sim::scenario::tests
