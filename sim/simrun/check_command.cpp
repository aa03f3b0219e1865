#include <fmt/format.h>

#include <array>

#include "reports/clock.hpp"
#include "sim/simrun/prepared.hpp"

namespace sim::simrun {
namespace {

constexpr std::array<std::string_view, engine::lane_count> lanes{"network",  "disk",    "database",
                                                                 "watchdog", "clients", "other"};

/// A way of running that must not change anything.
struct Way {
    std::string_view name;
    std::uint32_t copy_every = 0;
};
constexpr std::array ways{Way{"a second run", 0}, Way{"a run on copies of the world", 97}};

std::string lanes_that_differ(const engine::Fingerprint& a, const engine::Fingerprint& b) {
    std::string text;
    for (std::size_t at = 0; at < lanes.size(); ++at) {
        const auto lane = static_cast<engine::Lane>(at);
        if (a.lane(lane) == b.lane(lane)) continue;
        text += text.empty() ? "" : ", ";
        text += lanes[at];
    }
    return text.empty() ? "none" : text;
}

std::string describe(const engine::Record& record, engine::TrueTime serving) {
    return fmt::format("{}  record {}  kind {}  process {}  cause {}  words {}",
                       reports::story_time(record.at(), serving), record.number, record.kind,
                       record.process, record.cause, fmt::join(record.words, " "));
}

/// The first record in which two runs differ, of each.
std::string first_difference(const world::Run& a, const world::Run& b) {
    const std::size_t common = std::min(a.records.size(), b.records.size());
    std::size_t at = 0;
    while (at < common && a.records[at] == b.records[at]) ++at;
    const auto one = [&](const world::Run& run) {
        return at < run.records.size() ? describe(run.records[at], run.serving)
                                       : std::string("(the run had ended)");
    };
    return fmt::format("  first difference\n    one    {}\n    other  {}\n", one(a), one(b));
}

/// Runs again, with everything recorded, to name the first differing event.
std::string divergence(const Prepared& prepared, world::RunOptions options, const Way& way,
                       const Surroundings& with) {
    options.level = engine::Level::all;
    const auto first = run(prepared, options, with);
    options.copy_every = way.copy_every;
    const auto second = run(prepared, options, with);
    if (!first || !second) return {};
    return first_difference(*first, *second);
}

}  // namespace

int check_determinism(const Request& request, const Surroundings& with) {
    const auto prepared = prepare(request, with);
    if (!prepared) return 2;
    world::RunOptions options;
    options.seed = seed_of(request, *prepared);
    options.until = request.until;
    const auto first = run(*prepared, options, with);
    if (!first) return 70;
    with.out.write(fmt::format("fingerprint {:016x}  {} events  seed {}\n",
                               first->fingerprint.value(), first->events, options.seed));
    int exit_code = 0;
    for (const Way& way : ways) {
        world::RunOptions again = options;
        again.copy_every = way.copy_every;
        const auto other = run(*prepared, again, with);
        if (!other) return 70;
        const bool same =
            other->fingerprint == first->fingerprint && other->events == first->events;
        with.out.write(fmt::format("{:016x}  {}: {}\n", other->fingerprint.value(), way.name,
                                   same ? "the same" : "DIFFERENT"));
        if (same) continue;
        exit_code = 4;
        with.out.write(fmt::format("  lanes that differ: {}\n",
                                   lanes_that_differ(first->fingerprint, other->fingerprint)));
        with.out.write(divergence(*prepared, options, way, with));
    }
    return exit_code;
}

}  // namespace sim::simrun
