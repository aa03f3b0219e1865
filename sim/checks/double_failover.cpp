#include "sim/checks/double_failover.hpp"

#include <algorithm>

#include "sim/checks/lasting.hpp"

namespace sim::checks {

using engine::Record;
using facts::Kind;

DoubleFailover::DoubleFailover(const Surroundings& surroundings)
    : scene_(surroundings),
      put_back_(surroundings.scenario.proxies.size() * surroundings.scenario.databases.size()) {
    const auto& parameters = surroundings.catalogue.parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (parameters[i].name == "failover_command") {
            failover_command_ = static_cast<std::int32_t>(i);
        }
    }
}

void DoubleFailover::take(const Record& record) {
    const Kind kind{record.kind};
    const auto& words = record.words;
    if (kind == Kind::command_run) {
        const auto parameter = static_cast<std::int16_t>(words[0] & 0xffffU);
        const auto database = static_cast<std::int16_t>(words[0] >> 16U);
        const bool known = database >= 0 && words[3] < scene_.proxies() &&
                           static_cast<std::size_t>(database) < scene_.databases();
        if (parameter != failover_command_ || !known) return;
        return ran({words[3], static_cast<std::size_t>(database), {0, record.number, record.at()}});
    }
    if (facts::level_of(kind) != engine::Level::facts) return;
    const bool status = kind == Kind::believed_status && words[0] < scene_.proxies() &&
                        words[1] < scene_.databases();
    const bool was_valid = status && scene_.held_valid(words[0], words[1]);
    scene_.learn(record);
    if (status && !was_valid && scene_.held_valid(words[0], words[1])) {
        put_back_[words[0] * scene_.databases() + words[1]] = record.at();
    }
}

bool DoubleFailover::put_back_since(std::size_t proxy, const Run& run) const {
    return put_back_[proxy * scene_.databases() + run.database] > run.when.since;
}

void DoubleFailover::ran(const Run& run) {
    const bool held_up = scene_.held_valid(run.proxy, run.database);
    const auto again = std::ranges::find_if(runs_, [&](const Run& earlier) {
        return earlier.database == run.database && !put_back_since(run.proxy, earlier) &&
               !put_back_since(earlier.proxy, earlier);
    });
    if (held_up || again != runs_.end()) {
        Violation violation;
        violation.oracle = id;
        violation.subject = subject_of(run.proxy, run.database);
        violation.since = run.when.since;
        violation.at = run.when.since;
        for (const Run& one : runs_) {
            if (one.database != run.database) continue;
            violation.evidence.push_back(
                evidence(Finding::command_ran, one.when, static_cast<std::int64_t>(one.proxy)));
        }
        violation.evidence.push_back(
            evidence(Finding::command_ran, run.when, static_cast<std::int64_t>(run.proxy)));
        if (held_up) {
            violation.evidence.push_back(
                evidence(Finding::believed_up, scene_.belief(run.proxy, run.database).status));
        }
        found_.push_back(std::move(violation));
    }
    runs_.push_back(run);
}

std::vector<Violation> DoubleFailover::finish(engine::TrueTime) { return std::move(found_); }

}  // namespace sim::checks
