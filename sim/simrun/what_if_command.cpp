#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "reports/clock.hpp"
#include "reports/columns.hpp"
#include "sim/checks/measures.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/simrun/files.hpp"
#include "sim/simrun/prepared.hpp"
#include "sim/simrun/what_if.hpp"
#include "sim/site/place.hpp"

namespace sim::simrun {
namespace {

using reports::Cell;
using reports::Tone;

/// The parameters of the files are those of this logic.
constexpr std::string_view logic_name = "interlock";

/// What rows call the stories: the file's name, with its folder where two have the same.
std::vector<std::string> names_of(const std::vector<std::string>& paths) {
    namespace fs = std::filesystem;
    std::vector<std::string> stems;
    for (const fs::path path : paths) stems.push_back(path.stem().string());
    std::vector<std::string> names = stems;
    for (std::size_t at = 0; at < paths.size(); ++at) {
        if (std::ranges::count(stems, stems[at]) == 1) continue;
        const fs::path folder = fs::path(paths[at]).parent_path().filename();
        names[at] = (folder / stems[at]).string();
    }
    return names;
}

std::string outcome_text(const checks::Verdict& verdict) {
    if (verdict.limit) return "a limit was hit";
    std::string text;
    for (const checks::Violation& violation : verdict.violations) {
        if (text.find(violation.oracle) != std::string::npos) continue;
        text += text.empty() ? "violates " : ", ";
        text += violation.oracle;
    }
    if (text.empty()) text = "well";
    if (verdict.unmet.empty()) return text;
    const auto step = verdict.unmet.front().step.value;
    return text + (step < 0 ? std::string(", not as told")
                            : fmt::format(", from step {} on not as told", step + 1));
}

Cell beliefs_cell(const checks::Measures& measures, const scenario::Scenario& story) {
    const checks::WrongBelief* longest = measures.longest();
    if (longest == nullptr) return {"never"};
    const auto name = [&](scenario::HostId host) {
        return story.hosts[static_cast<std::size_t>(host.value)].name;
    };
    const auto& proxy = story.proxies[static_cast<std::size_t>(longest->proxy.value)];
    const auto& database = story.databases[static_cast<std::size_t>(longest->database.value)];
    return {fmt::format("{}: {} about {}{}", reports::span_text(longest->span()), name(proxy.host),
                        name(database.host), longest->open ? ", to the end" : "")};
}

/// From a fault to the next success of a client that writes.
Cell recovery_time_cell(const checks::Objectives& objectives) {
    if (!objectives.writes) return {"no writes"};
    const checks::Outage* worst = objectives.worst_write();
    if (worst == nullptr) return {"0s"};
    const auto span = worst->span();
    return span ? Cell{reports::span_text(*span)} : Cell{"no recovery", Tone::bad};
}

Cell recovery_point_cell(const checks::Objectives& objectives) {
    if (!objectives.writes) return {"no writes"};
    const std::uint64_t lost = objectives.loss.all();
    if (lost == 0) return {"0"};
    return {fmt::format("{} commit{}", lost, lost == 1 ? "" : "s"), Tone::bad};
}

/// Runs stories on one site and keeps their rows.
class Asking {
  public:
    Asking(const site::Site& site, const Words& words, const Request& request,
           const Surroundings& with)
        : site_(site), words_(words), request_(request), with_(with) {
        table_.columns = {{"story"}, {"outcome", true}, {"beliefs wrong", true}, {"RTO"},
                          {"RPO"},   {"sessions cut"},  {"operator needed?"}};
    }

    /// False: the program itself is wrong, nothing that follows would be worth anything.
    bool ask(const std::string& path, const std::string& name) {
        Request request = request_;
        request.paths = {path};
        auto prepared = prepare(request, with_);
        if (!prepared) {
            exit_code_ = worse(exit_code_, 2);
            answer(name, {"cannot be read", Tone::bad});
            return true;
        }
        if (prepared->scenario.logic != logic_name) {
            answer(name, {fmt::format("is for the logic {}", prepared->scenario.logic)});
            return true;
        }
        site::Placed placed = site::place(prepared->scenario, site_, !words_.without_load);
        if (!placed.scenario) {
            answer(name, {placed.problem, Tone::warn});
            return true;
        }
        prepared->scenario = std::move(*placed.scenario);
        return run_placed(name, *prepared);
    }
    [[nodiscard]] int exit_code() const { return exit_code_; }
    [[nodiscard]] const reports::Columns& table() const { return table_; }

  private:
    bool run_placed(const std::string& name, const Prepared& prepared) {
        world::RunOptions options;
        options.seed = seed_of(request_, prepared);
        const auto done = run(prepared, options, with_);
        if (!done) {
            exit_code_ = 70;
            return false;
        }
        const Judged judged(prepared, *done);
        const checks::Verdict& verdict = judged.verdict;
        const auto measures = checks::measure(prepared.scenario, verdict, done->records, done->end);
        if (verdict.limit) exit_code_ = worse(exit_code_, 5);
        const bool well = verdict.violations.empty() && !verdict.limit;
        table_.rows.push_back({{name},
                               {outcome_text(verdict), well ? Tone::good : Tone::bad},
                               beliefs_cell(measures, prepared.scenario),
                               recovery_time_cell(verdict.objectives),
                               recovery_point_cell(verdict.objectives),
                               {fmt::format("{}", measures.sessions_cut)},
                               measures.operator_needed ? Cell{"yes", Tone::bad} : Cell{"no"}});
        return true;
    }
    void answer(const std::string& name, Cell outcome) {
        table_.rows.push_back({{name}, std::move(outcome), {}, {}, {}, {}, {}});
    }
    const site::Site& site_;
    const Words& words_;
    const Request& request_;
    const Surroundings& with_;
    reports::Columns table_;
    int exit_code_ = 0;
};

/// What the user told about the site; none after a complaint.
std::optional<site::Wishes> wishes_of(const Words& words, const Surroundings& with) {
    site::Wishes wishes;
    if (!words.primary.empty()) {
        const auto number = scenario::read_integer(words.primary);
        if (!number || *number < 0 || *number >= failover::max_backends) {
            usage_error(with, fmt::format("--primary takes a backend id, not '{}'", words.primary));
            return std::nullopt;
        }
        wishes.primary = static_cast<int>(*number);
        wishes.primary_told = true;
    }
    if (!words.failover_command.empty()) {
        wishes.command_told = true;
        wishes.failover_command_promotes = words.failover_command == "promote_new_master";
        if (!wishes.failover_command_promotes && words.failover_command != "nothing") {
            usage_error(with, fmt::format("--failover-command takes promote_new_master or nothing, "
                                          "not '{}'",
                                          words.failover_command));
            return std::nullopt;
        }
    }
    return wishes;
}

const failover::Catalogue* catalogue_of(std::span<const world::LogicEntry> logics) {
    for (const auto& entry : logics) {
        if (entry.name == logic_name) return entry.catalogue;
    }
    return nullptr;
}

}  // namespace

int what_if(const Words& words, const Surroundings& with) {
    if (words.confs.empty()) {
        return usage_error(with, "what-if needs a --conf FILE for each proxy; see 'simrun help'");
    }
    const auto request = request_of(words, with);
    if (!request) return 2;
    const int width = with.err.style().width;
    const auto wishes = wishes_of(words, with);
    const failover::Catalogue* catalogue = catalogue_of(with.logics);
    if (!wishes) return 2;
    if (catalogue == nullptr) {
        return usage_error(with, fmt::format("what-if needs the logic '{}'", logic_name));
    }
    const FoundFiles found = files_below(words.paths);
    if (!found.problems.empty()) with.err.write(scenario::render(found.problems, width));
    if (!found.problems.empty()) return 2;
    const std::vector<std::string> stories = stories_of(found);
    const auto site = site::read_site(words.confs, *catalogue, *wishes);
    if (!site.diagnostics.empty()) with.err.write(scenario::render(site.diagnostics, width));
    if (!site.value) return 2;
    with.out.write(site_text(*site.value, words.confs, with.out.style()));
    if (stories.empty()) return 0;
    Asking asking(*site.value, words, *request, with);
    const std::vector<std::string> names = names_of(stories);
    for (std::size_t at = 0; at < names.size() && !with.out.closed(); ++at) {
        if (!asking.ask(stories[at], names[at])) return 70;
    }
    with.out.write("\n" + columns_text(asking.table(), with.out.style()));
    return asking.exit_code();
}

}  // namespace sim::simrun
