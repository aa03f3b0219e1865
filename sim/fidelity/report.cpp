#include "sim/fidelity/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <regex>

#include "sim/fidelity/compare.hpp"
#include "sim/fidelity/texts.hpp"

namespace sim::fidelity {
namespace {

/// Both sides' n-th things beside each other; one that has no partner differs.
template <class Thing, class Compare>
void beside(const std::vector<Thing>& recorded, const std::vector<Thing>& simulated,
            std::vector<std::string>& different, Compare compare) {
    const std::size_t both = std::min(recorded.size(), simulated.size());
    for (std::size_t at = 0; at < both; ++at) compare(recorded[at], simulated[at]);
    if (recorded.size() != simulated.size()) {
        different.push_back(
            fmt::format("{} recorded, {} simulated", recorded.size(), simulated.size()));
    }
}

void compare_rows(const std::string& where, const Table& recorded, const Table& simulated,
                  Part& part) {
    if (recorded.size() != simulated.size()) {
        part.different.push_back(fmt::format("{}: {} rows recorded, {} simulated", where,
                                             recorded.size(), simulated.size()));
        return;
    }
    for (std::size_t row = 0; row < recorded.size(); ++row) {
        for (std::size_t cell = 0; cell < recorded[row].size(); ++cell) {
            const std::string seen =
                cell < simulated[row].size() ? simulated[row][cell] : std::string("(nothing)");
            if (recorded[row][cell] == seen) {
                ++part.equal;
            } else {
                part.different.push_back(fmt::format("{}, row {}, {}: recorded {}, simulated {}",
                                                     where, row, recorded[0][cell],
                                                     recorded[row][cell], seen));
            }
        }
    }
}

Part compare_pool_nodes(const Recording& recorded, const Recording& simulated) {
    Part part{"show pool_nodes", "cells", 0, 0, 0, {}};
    std::size_t nth = 0;
    beside(recorded.pool_nodes, simulated.pool_nodes, part.different,
           [&](const Snapshot& real, const Snapshot& ours) {
               const std::string where = fmt::format("table {} via pgpool{}", ++nth, real.proxy);
               if (real.proxy != ours.proxy) {
                   part.different.push_back(
                       fmt::format("{}: simulated via pgpool{}", where, ours.proxy));
                   return;
               }
               compare_rows(where, real.table, ours.table, part);
           });
    return part;
}

/// The columns of `table` that `like` has, in its order; rows by their second column, the
/// application's name, as no order is promised.
Table reduced(const Table& table, const Table& like) {
    if (table.empty() || like.empty()) return table;
    Table result;
    for (const Row& row : table) {
        Row cells;
        for (const std::string& column : like.front()) {
            const auto at = std::ranges::find(table.front(), column) - table.front().begin();
            if (static_cast<std::size_t>(at) < row.size()) {
                cells.push_back(row[static_cast<std::size_t>(at)]);
            }
        }
        result.push_back(std::move(cells));
    }
    std::ranges::sort(result.begin() + 1, result.end());
    return result;
}

Part compare_replication(const Recording& recorded, const Recording& simulated) {
    Part part{"replication views", "cells", 0, 0, 0, {}};
    beside(recorded.replication, simulated.replication, part.different,
           [&](const ReplicationView& real, const ReplicationView& ours) {
               const std::string where =
                   fmt::format("node {} at {}", real.database, time_text(real.time));
               if (real.in_recovery == ours.in_recovery) {
                   ++part.equal;
               } else {
                   part.different.push_back(
                       fmt::format("{}: pg_is_in_recovery: recorded '{}', simulated '{}'", where,
                                   real.in_recovery, ours.in_recovery));
               }
               compare_rows(where, reduced(real.table, ours.table), reduced(ours.table, ours.table),
                            part);
           });
    return part;
}

Part compare_status_files(const Recording& recorded, const Recording& simulated) {
    Part part{"status files", "lines", 0, 0, 0, {}};
    std::size_t nth = 0;
    beside(recorded.status_files, simulated.status_files, part.different,
           [&](const StatusText& real, const StatusText& ours) {
               ++nth;
               if (real.proxy == ours.proxy && real.lines == ours.lines) {
                   part.equal += real.lines.size();
                   return;
               }
               part.different.push_back(
                   fmt::format("file {} of pgpool{}: recorded {}, simulated {}", nth, real.proxy,
                               fmt::join(real.lines, " "), fmt::join(ours.lines, " ")));
           });
    return part;
}

/// What a session printed that got no table, or a row, is not kept of a run.
bool prints_what_is_kept(const Command& command) {
    const bool query = command.words.starts_with("psql");
    return !query || (command.words == "psql show pool_nodes" && command.exit_status == 0);
}

/// A process has another pid in every run.
std::string without_pids(const std::string& text) {
    const std::regex pid("pid \\[\\d+\\]");
    return std::regex_replace(text, pid, "pid [<pid>]");
}

/// The world has no answers to these yet.
bool is_simulated(const Command& command) {
    return !command.words.starts_with("pcp_proc_") && command.words != "pcp_pool_status";
}

bool is_watchdog_info(const Command& command) { return command.words == "pcp_watchdog_info"; }

/// What scripts asked at snapshots is not held against a run: a standby's count of its peers lags
/// there, which is not modelled. A recording has either these or answers to an operator.
bool operator_asked_watchdogs(const std::vector<Command>& commands) {
    return std::ranges::any_of(commands, [](const Command& command) {
        return is_watchdog_info(command) && !command.of_snapshot;
    });
}

Part compare_commands(const Recording& recorded, const Recording& simulated) {
    Part part{"commands typed", "answers", 0, 0, 0, {}};
    std::vector<Command> real_ones = recorded.commands;
    std::vector<Command> our_ones = simulated.commands;
    const bool with_watchdogs = operator_asked_watchdogs(real_ones);
    const auto left_out = [with_watchdogs](const Command& each) {
        return !is_simulated(each) || (is_watchdog_info(each) && !with_watchdogs);
    };
    part.not_compared = std::erase_if(real_ones, left_out);
    std::erase_if(our_ones, left_out);
    beside(real_ones, our_ones, part.different, [&](const Command& real, const Command& ours) {
        const std::string where = fmt::format("{} on pgpool{}", real.words, real.proxy);
        const bool same_output =
            without_pids(real.output) == without_pids(ours.output) || !prints_what_is_kept(real);
        if (real.words != ours.words || real.proxy != ours.proxy) {
            part.different.push_back(
                fmt::format("{}: simulated {} on pgpool{}", where, ours.words, ours.proxy));
        } else if (real.exit_status != ours.exit_status || !same_output) {
            part.different.push_back(
                fmt::format("{}: recorded exit {}\n{}\n      simulated exit {}\n{}", where,
                            real.exit_status, real.output, ours.exit_status, ours.output));
        } else {
            ++part.equal;
        }
    });
    return part;
}

Part compare_scripts(const Recording& recorded, const Recording& simulated) {
    Part part{"commands run", "lines", 0, 0, 0, {}};
    if (!recorded.scripts) return part;
    beside(*recorded.scripts, *simulated.scripts, part.different,
           [&](const Script& real, const Script& ours) {
               if (real.host == ours.host && real.command == ours.command) {
                   ++part.equal;
               } else {
                   part.different.push_back(fmt::format("recorded {}: {}\n      simulated {}: {}",
                                                        real.host, real.command, ours.host,
                                                        ours.command));
               }
           });
    return part;
}

bool as_nominal(const Delay& delay) {
    return std::abs(delay.measured - *delay.nominal) <= delay_tolerance;
}

/// The n-th delays of each name. Where the recorded one took longer, too, something held it up that
/// no code fixes: a leader that is busy with its address.
Part compare_delays(const std::string& name, const Log& recorded, const Log& simulated) {
    Part part{name, "delays", 0, 0, 0, {}};
    std::map<std::string, std::vector<Delay>> left;
    for (const Delay& delay : delays(recorded)) {
        if (delay.nominal) left[delay.name].push_back(delay);
    }
    for (const Delay& delay : delays(simulated)) {
        if (!delay.nominal) continue;
        std::vector<Delay>& known = left[delay.name];
        const bool held_up = !known.empty() && !as_nominal(known.front());
        if (as_nominal(delay)) {
            ++part.equal;
        } else if (held_up) {
            ++part.not_compared;
        } else {
            part.different.push_back(fmt::format("{} took {} ms instead of {}", delay.name,
                                                 delay.measured, *delay.nominal));
        }
        if (known.empty()) {
            part.different.push_back(fmt::format("{}: one more simulated", delay.name));
        } else {
            known.erase(known.begin());
        }
    }
    for (const auto& [kind, missing] : left) {
        const auto lost = std::ranges::count_if(missing, as_nominal);
        part.not_compared += missing.size() - static_cast<std::size_t>(lost);
        if (lost == 0) continue;
        part.different.push_back(fmt::format("{}: {} more recorded", kind, lost));
    }
    return part;
}

/// Of each proxy: which recorded entry equals a simulated one.
using Partners = std::vector<std::map<std::size_t, std::size_t>>;

/// What led to what in the simulated run was logged in that order in the recorded one.
Part compare_order(const Recording& recorded, const Recording& simulated,
                   const Partners& partners) {
    Part part{"order across processes", "pairs", 0, 0, 0, {}};
    const auto partner = [&](const Moment& moment) -> const Entry* {
        const auto found = partners[moment.proxy].find(moment.entry);
        return found == partners[moment.proxy].end()
                   ? nullptr
                   : &recorded.logs[moment.proxy].entries[found->second];
    };
    for (const Before& before : simulated.before) {
        const Entry* first = partner(before.first);
        const Entry* then = partner(before.then);
        if (first == nullptr || then == nullptr) continue;
        if (first->time <= then->time) {
            ++part.equal;
            continue;
        }
        part.different.push_back(
            fmt::format("in the recording, {} ms too early: {}: {} (pgpool{})\n      which is to "
                        "come after {}: "
                        "{} (pgpool{})",
                        first->time - then->time, then->process, then->text, before.then.proxy + 1,
                        first->process, first->text, before.first.proxy + 1));
    }
    return part;
}

Part compare_log(const std::string& name, const Log& recorded, const Log& simulated,
                 std::map<std::size_t, std::size_t>& partners) {
    Part part{name, "lines", 0, 0, 0, {}};
    for (const std::string& line : simulated.strange) part.different.push_back("strange: " + line);
    for (const std::string& line : recorded.strange) part.different.push_back("strange: " + line);
    const Comparison comparison = compare(streams(recorded), streams(simulated));
    part.equal = comparison.equal.size();
    for (const auto& [real, ours] : comparison.equal) partners[ours] = real;
    for (const Difference& difference : comparison.differences) {
        part.different.push_back(describe(difference));
    }
    return part;
}

}  // namespace

bool Report::equal() const {
    return std::ranges::all_of(parts, [](const Part& part) { return part.different.empty(); });
}

Report compare(const Recording& recorded, const Recording& simulated,
               std::vector<Allowed>& allowed) {
    Report report;
    const std::size_t proxies = recorded.logs.size();
    if (proxies != simulated.logs.size()) {
        report.parts.push_back({"proxies", "logs", 0, 0, 0, {"not as many"}});
        return report;
    }
    Partners partners(proxies);
    for (std::size_t at = 0; at < proxies; ++at) {
        const std::string name = fmt::format("log pgpool{}", at + 1);
        const Log real = without_allowed(recorded.logs[at], allowed);
        const Log ours = without_allowed(simulated.logs[at], allowed);
        report.parts.push_back(compare_log(name, real, ours, partners[at]));
        report.parts.back().allowed = recorded.logs[at].entries.size() - real.entries.size();
    }
    report.parts.push_back(compare_order(recorded, simulated, partners));
    report.parts.push_back(compare_pool_nodes(recorded, simulated));
    report.parts.push_back(compare_replication(recorded, simulated));
    report.parts.push_back(compare_status_files(recorded, simulated));
    report.parts.push_back(compare_commands(recorded, simulated));
    report.parts.push_back(compare_scripts(recorded, simulated));
    for (std::size_t at = 0; at < proxies; ++at) {
        report.parts.push_back(compare_delays(fmt::format("fixed delays pgpool{}", at + 1),
                                              recorded.logs[at], simulated.logs[at]));
    }
    std::erase_if(report.parts, [](const Part& part) {
        return part.equal + part.allowed + part.not_compared == 0 && part.different.empty();
    });
    return report;
}

std::string to_text(const Report& report) {
    std::string text = report.story + "\n";
    for (const Part& part : report.parts) {
        text += fmt::format("  {:<24} {:>5} {} equal", part.name, part.equal, part.unit);
        if (part.not_compared != 0) text += fmt::format(", {} not compared", part.not_compared);
        if (part.allowed != 0) text += fmt::format(", {} allowed", part.allowed);
        if (!part.different.empty()) text += fmt::format(", {} different", part.different.size());
        text += "\n";
        for (const std::string& each : part.different) text += "    " + each + "\n";
    }
    return text;
}

}  // namespace sim::fidelity
