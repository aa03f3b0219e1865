// Results of stories as JSON. Only this and campaign_json.cpp include the JSON library.
#include "reports/json.hpp"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "reports/style.hpp"

namespace reports {
namespace {

using Json = nlohmann::ordered_json;

struct Name {
    std::string_view name;
    std::string_view meaning;
};

/// Every name of the object, in its order; `a.b`: inside `a`, which is an object or a list of them.
constexpr std::array names{
    Name{"path", "the scenario file"},
    Name{"variant", "which variant of it; empty: the story itself"},
    Name{"title", "its title"},
    Name{"logic", "the failover logic that ran"},
    Name{"dialect", "the vendor whose words are printed"},
    Name{"exit", "the exit code of the worst run: see 'simrun help'"},
    Name{"verdict", "what it came to, in one line"},
    Name{"runs", "how many seeds were run; 0: the file could not be"},
    Name{"outcomes", "a list: seeds that came to the same end, the most frequent first"},
    Name{"outcomes.verdict", "that end, in one line"},
    Name{"outcomes.exit", "its exit code"},
    Name{"outcomes.runs", "how many seeds"},
    Name{"outcomes.seeds", "which: a list of [first, last]"},
    Name{"sometimes", "a list: what the file wants to happen in a share of the runs"},
    Name{"sometimes.condition", "the condition"},
    Name{"sometimes.share", "the least share, in millionths; at least one run in any case"},
    Name{"sometimes.seen", "in how many runs it did"},
    Name{"run", "the first run with the worst exit code; missing if none was run"},
    Name{"run.seed", "its seed"},
    Name{"run.exit", "its exit code"},
    Name{"run.verdict", "what it came to, in one line"},
    Name{"run.fingerprint", "of all its events, as 16 hexadecimal digits"},
    Name{"run.events", "how many there were"},
    Name{"run.simulated_ns", "simulated nanoseconds from t = 0 to its end"},
    Name{"run.violations", "a list: what oracles found"},
    Name{"run.violations.oracle", "which oracle"},
    Name{"run.violations.database", "the host of the database it is about; empty: none"},
    Name{"run.violations.proxy", "the host of the proxy it is about; empty: none"},
    Name{"run.violations.since_ns", "when the condition began, from t = 0"},
    Name{"run.violations.at_ns", "when it became a violation"},
    Name{"run.violations.ended_ns", "when the condition ended; null: it did not"},
    Name{"run.violations.expected", "the file's outcome names it"},
    Name{"run.violations.waived", "the file waives it"},
    Name{"run.unmet", "a list: expectations of the file that were not met"},
    Name{"run.unmet.what", "which, and what was seen instead"},
    Name{"run.unmet.step", "of which step; empty: of the whole run"},
    Name{"run.unmet.line", "where that step begins in the file; 0: unknown"},
    Name{"run.unmet.at_ns", "when this was certain, from t = 0"},
    Name{"run.rto_write", "recovery time of writes; null: no load writes"},
    Name{"run.rto_write.span_ns", "fault to success at worst; null: nothing succeeded any more"},
    Name{"run.rto_write.parts", "a list: of what it is made, in order"},
    Name{"run.rto_write.parts.phase", "detect, decide, promote, restart, route or retry"},
    Name{"run.rto_write.parts.span_ns", "how long it took"},
    Name{"run.rto_read", "of reads, likewise; null: no load reads"},
    Name{"run.rpo", "acknowledged commits that the last primary lacks; null: no load writes"},
    Name{"run.rpo.none", "how many that were promised nothing: synchronous_commit off"},
    Name{"run.rpo.local", "that were promised to outlive a crash of their primary"},
    Name{"run.rpo.replicated", "that standbys had confirmed"},
    Name{"run.rpo.bytes", "of WAL, from the fork to the last of them"},
    Name{"run.rpo.span_ns", "the oldest one's acknowledgement to the fault; null: none is lost"},
    Name{"problems", "a list: mistakes in the file, if any; then nothing was run"},
    Name{"problems.file", "the scenario, or a preset that it extends"},
    Name{"problems.line", "from 1; 0: the whole file"},
    Name{"problems.column", "in characters, from 1"},
    Name{"problems.message", "what is wrong"},
    Name{"problems.help", "what may have been meant"},
    Name{"took_ns", "nanoseconds that this machine took, all runs together; differs each time"},
    Name{"again", "the command that shows the worst run"},
};

Json outcomes_of(const StoryResult& result) {
    Json list = Json::array();
    for (const SeedGroup& group : result.groups) {
        Json seeds = Json::array();
        for (const std::uint64_t seed : group.seeds) {
            if (!seeds.empty() && seeds.back()[1] == seed - 1)
                seeds.back()[1] = seed;
            else
                seeds.push_back(Json::array({seed, seed}));
        }
        list.push_back({{"verdict", group.verdict},
                        {"exit", group.exit_code},
                        {"runs", group.seeds.size()},
                        {"seeds", std::move(seeds)}});
    }
    return list;
}

Json violation_of(const ViolationResult& violation) {
    Json ended;
    if (violation.ended) ended = violation.ended->count();
    return {{"oracle", violation.oracle},     {"database", violation.database},
            {"proxy", violation.proxy},       {"since_ns", violation.since.count()},
            {"at_ns", violation.at.count()},  {"ended_ns", std::move(ended)},
            {"expected", violation.expected}, {"waived", violation.waived}};
}

Json nanoseconds(const std::optional<engine::Duration>& span) {
    return span ? Json(span->count()) : Json();
}

Json time_of(const RecoveryTime& time) {
    if (!time.measured) return {};
    Json parts = Json::array();
    for (const auto& part : time.parts) {
        parts.push_back({{"phase", part.phase}, {"span_ns", part.span.count()}});
    }
    return {{"span_ns", nanoseconds(time.span)}, {"parts", std::move(parts)}};
}

Json point_of(const RecoveryPoint& point) {
    if (!point.measured) return {};
    return {{"none", point.none},
            {"local", point.local},
            {"replicated", point.replicated},
            {"bytes", point.bytes},
            {"span_ns", nanoseconds(point.span)}};
}

Json run_of(const RunResult& run) {
    Json violations = Json::array();
    for (const auto& violation : run.violations) violations.push_back(violation_of(violation));
    Json unmet = Json::array();
    for (const UnmetResult& one : run.unmet) {
        unmet.push_back({{"what", one.what},
                         {"step", one.step},
                         {"line", one.line},
                         {"at_ns", one.at.count()}});
    }
    return {{"seed", run.seed},
            {"exit", run.exit_code},
            {"verdict", run.verdict},
            {"fingerprint", fmt::format("{:016x}", run.fingerprint)},
            {"events", run.events},
            {"simulated_ns", run.simulated.count()},
            {"violations", std::move(violations)},
            {"unmet", std::move(unmet)},
            {"rto_write", time_of(run.write_time)},
            {"rto_read", time_of(run.read_time)},
            {"rpo", point_of(run.point)}};
}

Json problems_of(const StoryResult& result) {
    Json list = Json::array();
    for (const FileProblem& problem : result.problems) {
        list.push_back({{"file", problem.file},
                        {"line", problem.line},
                        {"column", problem.column},
                        {"message", problem.message},
                        {"help", problem.help}});
    }
    return list;
}

}  // namespace

std::string json_line(const StoryResult& result) {
    Json sometimes = Json::array();
    for (const SometimesResult& one : result.sometimes) {
        sometimes.push_back(
            {{"condition", one.condition}, {"share", one.share_millionths}, {"seen", one.seen}});
    }
    Json object{{"path", result.path},
                {"variant", result.variant},
                {"title", result.title},
                {"logic", result.logic},
                {"dialect", result.dialect},
                {"exit", result.exit_code},
                {"verdict", result.summary()},
                {"runs", result.runs()},
                {"outcomes", outcomes_of(result)},
                {"sometimes", std::move(sometimes)}};
    if (result.runs() > 0) object["run"] = run_of(result.shown);
    object["problems"] = problems_of(result);
    object["took_ns"] = result.took.count();
    object["again"] = result.again();
    // A path may hold bytes that are no UTF-8; JSON may not.
    return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string json_reference(const Style& style) {
    std::string text =
        "--json prints one object a story, a line each, in the order of the list. Names may be\n"
        "added, never changed. Times are nanoseconds.\n\n";
    for (const Name& name : names) {
        text += fmt::format("  {:<26} {}\n", name.name, wrap(name.meaning, style.width, 29));
    }
    return text;
}

}  // namespace reports
