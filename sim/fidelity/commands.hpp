// What the recordings' operator typed and what the tools answered: the steps of a `steps.md`, and
// the answers of `pcp_watchdog_info` that stand in files of their own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sim::fidelity {

/// A command line as the operator's tools ran it.
struct Step {
    std::int64_t time = 0;  ///< milliseconds of the day
    std::string title;
    std::string command;  ///< "lab.sh pcp 1 attach_node -n 2"
    std::int32_t exit_status = 0;
    std::int64_t took = 0;  ///< milliseconds
    std::string output;     ///< without trailing blanks and empty lines
};

[[nodiscard]] std::vector<Step> read_steps(const std::string& text);

/// A pcp command or a query through one proxy, recorded or simulated.
struct Command {
    std::int64_t time = 0;
    std::int32_t proxy = 0;  ///< from 1, as the recordings count
    std::string words;       ///< "pcp_attach_node 2", "psql show pool_nodes"; else "psql" alone
    std::int32_t exit_status = 0;
    std::string output;
    bool of_snapshot = false;  ///< a snapshot's script asked it, not the operator
};

/// The pcp commands and queries among the steps, and those that a `watchdog_info-*.txt` shows.
[[nodiscard]] std::vector<Command> typed_commands(const std::vector<Step>& steps);
[[nodiscard]] std::vector<Command> watchdog_infos(const std::string& text);

/// `text` without blanks at the ends of lines and without empty lines at its end.
[[nodiscard]] std::string tidy_output(const std::string& text);

}  // namespace sim::fidelity
