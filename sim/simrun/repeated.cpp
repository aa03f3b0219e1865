#include "sim/simrun/repeated.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "reports/log.hpp"
#include "reports/tables.hpp"
#include "reports/text.hpp"
#include "sim/checks/looked.hpp"
#include "sim/facts/facts.hpp"
#include "sim/simrun/causes.hpp"
#include "sim/simrun/snapshots.hpp"
#include "sim/simrun/typed.hpp"

namespace sim::simrun {
namespace {

using facts::Kind;

/// The log of one proxy, and which message stands in which record.
fidelity::Log log_of(const Judged& judged, std::int32_t proxy, LoggedRecords& logged) {
    fidelity::Log log;
    for (const reports::LogLine& line :
         reports::log_lines(judged.telling.records, failover::ProxyId{proxy})) {
        fidelity::Log one = fidelity::parse_log(
            reports::render_log({&line, 1}, judged.cluster, judged.telling.dialect));
        for (fidelity::Entry& entry : one.entries) {
            // Raw output has no time of its own: it counts as written with what follows it.
            if (entry.process == "raw" && !log.entries.empty()) {
                entry.time = log.entries.back().time;
            }
            entry.number = log.entries.size();
            logged[line.record] = {static_cast<std::size_t>(proxy), entry.number};
            log.entries.push_back(std::move(entry));
        }
        for (std::string& strange : one.strange) log.strange.push_back(std::move(strange));
    }
    return log;
}

/// A watchdog tries again to connect at the end of any turn, whatever that turn was about; and
/// which of its own processes has called, it does not say.
bool has_no_order(const fidelity::Entry& entry) {
    return entry.text.starts_with("new outbound connection to ") ||
           entry.text == "new IPC connection received";
}

std::string file_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

/// Other commands are about a leader's tasks and its address.
bool of_a_failover(const Judged& judged, const failover::CommandLine& line) {
    constexpr std::array<std::string_view, 3> names{"failover_command", "failback_command",
                                                    "follow_master_command"};
    const auto& parameters = judged.cluster.catalogue->parameters;
    return std::ranges::count(names, parameters[static_cast<std::size_t>(line.parameter)].name) > 0;
}

std::vector<fidelity::Script> scripts_of(const Judged& judged) {
    std::vector<fidelity::Script> scripts;
    for (const engine::Record& record : judged.telling.records) {
        if (record.kind != static_cast<std::uint16_t>(Kind::command_run)) continue;
        const auto words = [&](std::size_t at) {
            return static_cast<std::int32_t>(record.words[at]);
        };
        const failover::CommandLine line = reports::unpack_command(words(0), words(1), words(2));
        const std::string text =
            reports::command_text(line, judged.cluster, failover::ProxyId{words(3)});
        const std::size_t blank = text.find(' ');
        if (blank == std::string::npos || !of_a_failover(judged, line)) continue;
        const auto* proxy = judged.cluster.proxy(words(3));
        scripts.push_back({wall_clock(judged, record.at()), proxy->name,
                           file_of(text.substr(0, blank)) + text.substr(blank)});
    }
    return scripts;
}

world::Run messages_of(const Prepared& prepared, std::uint64_t seed) {
    world::RunOptions options;
    options.level = engine::Level::messages;
    options.seed = seed;
    Played played = attempt(prepared, options);
    if (!played.run) throw std::runtime_error(played.failure);
    return std::move(*played.run);
}

fidelity::Part own_expectations(const Judged& judged, const world::Run& run) {
    fidelity::Part part;
    part.name = "what the story expects";
    part.unit = "story";
    if (run.as_expected && judged.verdict.exit_code() == 0) {
        part.equal = 1;
    } else {
        part.different = {"ends as simrun " + judged.script.path + " says"};
    }
    return part;
}

}  // namespace

fidelity::Recording as_recording(const Prepared& prepared, const world::Run& run,
                                 const fidelity::Recording& recorded) {
    const Judged judged(prepared, run);
    fidelity::Recording result;
    LoggedRecords logged;
    const auto proxies = static_cast<std::int32_t>(judged.cluster.proxies.size());
    for (std::int32_t proxy = 0; proxy < proxies; ++proxy) {
        result.logs.push_back(log_of(judged, proxy, logged));
    }
    result.before = what_led_to_what(run.records, logged);
    std::erase_if(result.before, [&](const fidelity::Before& pair) {
        const auto at = [&](const fidelity::Moment& moment) -> const fidelity::Entry& {
            return result.logs[moment.proxy].entries[moment.entry];
        };
        return has_no_order(at(pair.first)) || has_no_order(at(pair.then));
    });
    result.pool_nodes = pool_nodes_of(prepared, judged);
    const Clock clock(recorded.pool_nodes, result.pool_nodes);
    result.status_files = status_files_of(judged, recorded, clock);
    result.replication = replication_of(judged, recorded, clock);
    result.commands = commands_of(prepared, judged);
    result.scripts = scripts_of(judged);
    return result;
}

fidelity::Place recorded_at(const Prepared& prepared, const std::string& recordings) {
    constexpr std::string_view usual = "tests/recordings";
    fidelity::Place place = fidelity::place_of(prepared.scenario.source);
    if (place.folder.starts_with(usual)) place.folder.replace(0, usual.size(), recordings);
    return place;
}

fidelity::Report hold_against(const Prepared& prepared, const fidelity::Place& place,
                              std::vector<fidelity::Allowed>& allowed) {
    const fidelity::Recording recorded = fidelity::read_recording(place);
    const world::Run run = messages_of(prepared, prepared.scenario.seed);
    fidelity::Report report =
        fidelity::compare(recorded, as_recording(prepared, run, recorded), allowed);
    report.story = prepared.scenario.path;
    report.parts.push_back(own_expectations(Judged(prepared, run), run));
    return report;
}

std::vector<fidelity::Log> logs_of(const Prepared& prepared, std::uint64_t seed) {
    const world::Run run = messages_of(prepared, seed);
    const Judged judged(prepared, run);
    std::vector<fidelity::Log> logs;
    for (std::size_t proxy = 0; proxy < judged.cluster.proxies.size(); ++proxy) {
        const auto lines =
            reports::log_lines(run.records, failover::ProxyId{static_cast<std::int32_t>(proxy)});
        logs.push_back(fidelity::parse_log(
            reports::render_log(lines, judged.cluster, judged.telling.dialect)));
    }
    return logs;
}

}  // namespace sim::simrun
