#include <fmt/format.h>

#include <array>

#include "sim/simrun/elsewhere.hpp"
#include "sim/simrun/prepared.hpp"
#include "sim/simrun/trace_text.hpp"

namespace sim::simrun {
namespace {

/// A way of running that must not change anything.
struct Way {
    std::string_view name;
    std::uint32_t copy_every = 0;
    bool elsewhere = false;
};
constexpr std::array ways{
    Way{"a second run", 0, false},
    Way{"a run on copies of the world", 97, false},
    Way{"a run on another thread, where memory is shifted and full of rubbish", 0, true},
};

std::optional<world::Run> run_the_way(const Way& way, const Prepared& prepared,
                                      world::RunOptions options, const Surroundings& with) {
    options.copy_every = way.copy_every;
    std::optional<world::Run> done;
    const auto work = [&] { done = run(prepared, options, with); };
    if (way.elsewhere) {
        run_elsewhere(work);
    } else {
        work();
    }
    return done;
}

std::string lanes_that_differ(const engine::Fingerprint& a, const engine::Fingerprint& b) {
    std::string text;
    for (std::size_t at = 0; at < engine::lane_count; ++at) {
        const auto lane = static_cast<engine::Lane>(at);
        if (a.lane(lane) == b.lane(lane)) continue;
        text += text.empty() ? "" : ", ";
        text += to_string(lane);
    }
    return text.empty() ? "none" : text;
}

/// Names the first event in which two runs differ. It was recorded while they ran: what is not
/// deterministic need not differ again when it is asked once more.
std::string divergence(const world::Run& one, const world::Run& other,
                       const reports::Cluster& cluster) {
    const std::string first = difference_text(one.trace, other.trace, cluster);
    return fmt::format("  lanes that differ: {}\n{}",
                       lanes_that_differ(one.fingerprint, other.fingerprint),
                       first.empty() ? "  in none of the events that were kept; --until T shortens "
                                       "the run\n"
                                     : first);
}

}  // namespace

int check_determinism(const Request& request, const Surroundings& with) {
    auto prepared = prepare(request, with);
    if (!prepared) return 2;
    world::RunOptions options;
    options.level = engine::Level::nothing;
    options.trace = true;
    options.seed = seed_of(request, *prepared);
    options.until = request.until;
    const auto first = run(*prepared, options, with);
    if (!first) return 70;
    prepared->cluster.serving = first->serving;
    with.out.write(fmt::format("fingerprint {:016x}  {} events  seed {}\n",
                               first->fingerprint.value(), first->events, options.seed));
    int exit_code = 0;
    for (const Way& way : ways) {
        const auto other = run_the_way(way, *prepared, options, with);
        if (!other) return 70;
        const bool same =
            other->fingerprint == first->fingerprint && other->events == first->events;
        with.out.write(fmt::format("{:016x}  {}: {}\n", other->fingerprint.value(), way.name,
                                   same ? "the same" : "DIFFERENT"));
        if (same) continue;
        exit_code = 4;
        with.out.write(divergence(*first, *other, prepared->cluster));
    }
    return exit_code;
}

}  // namespace sim::simrun
