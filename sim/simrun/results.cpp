#include "sim/simrun/results.hpp"

#include "reports/story.hpp"

namespace sim::simrun {
namespace {

std::vector<reports::ViolationResult> violations_of(const Prepared& prepared,
                                                    const checks::Verdict& verdict,
                                                    engine::TrueTime serving) {
    std::vector<reports::ViolationResult> list;
    for (const checks::Violation& violation : verdict.violations) {
        reports::ViolationResult result;
        result.oracle = violation.oracle;
        const auto* backend = prepared.cluster.backend(violation.subject.database.value);
        const auto* proxy = prepared.cluster.proxy(violation.subject.proxy.value);
        if (backend != nullptr) result.database = backend->name;
        if (proxy != nullptr) result.proxy = proxy->name;
        result.since = violation.since - serving;
        result.at = violation.at - serving;
        if (violation.ended) result.ended = *violation.ended - serving;
        result.expected = violation.expected;
        result.waived = violation.waived;
        list.push_back(std::move(result));
    }
    return list;
}

std::vector<reports::UnmetResult> unmet_of(const reports::Telling& telling) {
    std::vector<reports::UnmetResult> list;
    for (const checks::Unmet& unmet : telling.verdict.unmet) {
        reports::UnmetResult result;
        result.what = reports::unmet_text(unmet, telling);
        const auto step = static_cast<std::size_t>(unmet.step.value);
        if (unmet.step.value >= 0 && step < telling.script.steps.size()) {
            result.step = telling.script.steps[step].name;
            result.line = telling.script.steps[step].line;
        }
        result.at = unmet.at - telling.cluster.serving;
        list.push_back(std::move(result));
    }
    return list;
}

reports::RecoveryTime recovery_time(bool measured, const checks::Outage* worst) {
    reports::RecoveryTime time;
    time.measured = measured;
    if (measured) time.span = engine::Duration{0};
    if (worst == nullptr) return time;
    time.span = worst->span();
    for (std::size_t phase = 0; phase < checks::phases; ++phase) {
        if (worst->parts[phase].count() == 0) continue;
        time.parts.push_back(
            {to_string(checks::Phase{static_cast<std::uint8_t>(phase)}), worst->parts[phase]});
    }
    return time;
}

void measure_recovery(const checks::Objectives& objectives, reports::RunResult& result) {
    result.write_time = recovery_time(objectives.writes, objectives.worst_write());
    result.read_time = recovery_time(objectives.reads, objectives.worst_read());
    const auto& [none, local, replicated] = objectives.loss.count;
    result.point = {objectives.writes,   none, local, replicated, objectives.loss.bytes,
                    objectives.loss_span};
}

}  // namespace

reports::RunResult result_of_run(const Prepared& prepared, const world::RunOptions& options) {
    reports::RunResult result;
    result.seed = options.seed;
    const Played played = attempt(prepared, options);
    if (!played.run) {
        result.exit_code = 70;
        result.verdict = "the simulator itself is wrong";
        result.details = played.failure;
        return result;
    }
    const world::Run& run = *played.run;
    const Judged judged(prepared, run);
    result.exit_code = judged.verdict.exit_code();
    result.verdict = reports::verdict_line(prepared.script, judged.verdict);
    result.fingerprint = run.fingerprint.value();
    result.events = run.events;
    result.simulated = run.end - run.serving;
    result.violations = violations_of(prepared, judged.verdict, run.serving);
    result.unmet = unmet_of(judged.telling);
    measure_recovery(judged.verdict.objectives, result);
    for (const checks::SometimesSeen& seen : judged.verdict.sometimes) {
        result.sometimes.push_back(seen.at.has_value());
    }
    if (result.exit_code != 0) result.details = tell_verdict(judged.telling, reports::Style{});
    return result;
}

reports::StoryResult result_of_story(const Prepared& prepared) {
    reports::StoryResult result;
    result.path = prepared.script.path;
    result.variant = prepared.script.variant;
    result.title = prepared.script.title;
    result.logic = prepared.script.logic;
    result.dialect = prepared.script.dialect;
    for (const scenario::Sometimes& one : prepared.scenario.sometimes) {
        result.sometimes.push_back({one.seen.condition.source, one.share_millionths, 0});
    }
    return result;
}

reports::StoryResult result_of_problems(const std::string& path,
                                        const std::vector<scenario::Diagnostic>& problems) {
    reports::StoryResult result;
    result.path = path;
    result.exit_code = 2;
    result.problems_text = scenario::render(problems);
    for (const scenario::Diagnostic& problem : problems) {
        result.problems.push_back({problem.file, problem.place.line, problem.place.column,
                                   problem.message, problem.help});
    }
    return result;
}

}  // namespace sim::simrun
