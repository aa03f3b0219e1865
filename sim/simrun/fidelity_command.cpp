// `simrun fidelity`: every recorded story held against its recording of the real product, part by
// part, and the delays of many runs against the recorded ones.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "sim/fidelity/timings.hpp"
#include "sim/simrun/files.hpp"
#include "sim/simrun/in_order.hpp"
#include "sim/simrun/options.hpp"
#include "sim/simrun/repeated.hpp"

namespace sim::simrun {
namespace {

/// Sums over all stories.
struct Totals {
    std::size_t equal = 0;
    std::size_t allowed = 0;
    std::size_t different = 0;

    void add(const std::vector<fidelity::Part>& parts) {
        for (const fidelity::Part& part : parts) {
            equal += part.equal;
            allowed += part.allowed;
            different += part.different.size();
        }
    }
};

/// What of the table of allowed lines was used, and what was not.
fidelity::Report table_report(const std::string& path,
                              const std::vector<fidelity::Allowed>& allowed) {
    fidelity::Report report;
    report.story = path;
    fidelity::Part part{"lines allowed to differ", "kinds used", 0, 0, 0, {}};
    for (const fidelity::Allowed& each : allowed) {
        if (each.lines > 0) {
            ++part.equal;
        } else {
            part.different.push_back(fmt::format("{}:{}: no log has such a line", path, each.line));
        }
    }
    report.parts.push_back(std::move(part));
    return report;
}

/// The delays of one story's runs, shared out over threads.
void simulate_delays(const Prepared& prepared, const Request& request, fidelity::Delays& delays) {
    const auto [first, last] = *request.seeds;
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    in_order(
        {last - first + 1, request.jobs != 0 ? request.jobs : cores},
        [&](std::size_t nth) {
            fidelity::Delays own;
            fidelity::add_delays(prepared.scenario.path, logs_of(prepared, first + nth), own);
            return own;
        },
        [&](std::size_t, fidelity::Delays own) {
            for (const auto& [key, values] : own) {
                auto& sample = delays[key];
                sample.insert(sample.end(), values.begin(), values.end());
            }
        },
        [] { return true; });
}

/// All stories, one after the other.
class Comparing {
  public:
    Comparing(Request request, const Surroundings& with, std::string recordings)
        : request_(std::move(request)),
          with_(with),
          recordings_(std::move(recordings)),
          allowed_(fidelity::read_allowed(fidelity::read_text(allowed_path()))) {}

    void add(const Prepared& prepared) {
        const fidelity::Place place = recorded_at(prepared, recordings_);
        if (!std::filesystem::is_directory(place.folder)) {
            throw std::runtime_error(fmt::format("{}: its `source` names no recording: {}",
                                                 prepared.scenario.path, place.folder));
        }
        tell(hold_against(prepared, place, allowed_));
        if (!request_.seeds) return;
        fidelity::add_delays(prepared.scenario.path, fidelity::read_recording(place).logs,
                             recorded_);
        simulate_delays(prepared, request_, simulated_);
    }

    [[nodiscard]] int finish() {
        if (request_.seeds) {
            fidelity::Report report;
            report.story = fmt::format("delays, under seeds {} to {}", request_.seeds->first,
                                       request_.seeds->second);
            report.parts = fidelity::compare_timings(recorded_, simulated_);
            tell(report);
        }
        tell(table_report(allowed_path(), allowed_));
        with_.out.write(fmt::format("{} equal, {} allowed by {} kinds of lines, {} different\n",
                                    totals_.equal, totals_.allowed, allowed_.size(),
                                    totals_.different));
        return totals_.different == 0 ? 0 : 3;
    }

  private:
    [[nodiscard]] std::string allowed_path() const { return recordings_ + "/allowed.txt"; }

    void tell(const fidelity::Report& report) {
        totals_.add(report.parts);
        with_.out.write(to_text(report));
    }

    Request request_;
    const Surroundings& with_;
    std::string recordings_;
    std::vector<fidelity::Allowed> allowed_;
    fidelity::Delays recorded_;
    fidelity::Delays simulated_;
    Totals totals_;
};

}  // namespace

int fidelity(const Words& words, const Surroundings& with) {
    auto request = request_of(words, with);
    if (!request) return 2;
    if (request->paths.empty()) request->paths = {"scenarios/recorded"};
    const FoundFiles found = files_below(request->paths);
    if (!found.problems.empty()) {
        with.err.write(scenario::render(found.problems, with.err.style().width));
        return 2;
    }
    try {
        Comparing comparing(*request, with,
                            words.recordings.empty() ? "tests/recordings" : words.recordings);
        for (const std::string& path : stories_of(found)) {
            Request one;
            one.paths = {path};
            const auto prepared = prepare(one, with);
            if (!prepared) return 2;
            comparing.add(*prepared);
        }
        return comparing.finish();
    } catch (const std::runtime_error& error) {
        return usage_error(with, error.what());
    }
}

}  // namespace sim::simrun
