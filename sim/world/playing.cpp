#include "sim/world/playing.hpp"

namespace sim::world {

Playing::Playing(const scenario::Scenario& scenario, const LogicEntry& logic,
                 const RunOptions& options)
    : world_(scenario, logic, options.seed), recorder_(options.level), seed_(options.seed) {
    world_.kernel.attach({&recorder_, nullptr, nullptr});
    world_.words = options.words;
    world_.limits = options.limits;
    world_.mutation = options.mutation;
    begin_run(world_);
}

Playing::Playing(const Playing& other)
    : world_(other.world_), recorder_(other.recorder_), seed_(other.seed_) {
    world_.kernel.attach({&recorder_, nullptr, nullptr});
}

bool Playing::play_to(TrueTime until) {
    while (now() < until) {
        if (!world_.advance()) return false;
    }
    return true;
}

Run Playing::finish() {
    while (world_.advance()) {
    }
    return so_far();
}

Run Playing::so_far() const {
    Run result = summed_up(world_);
    result.seed = seed_;
    result.records = recorder_.records();
    return result;
}

Run summed_up(const World& world) {
    Run result;
    result.fingerprint = world.kernel.fingerprint();
    result.serving = world.story.serving_at;
    result.end = world.kernel.now();
    result.derived_span = world.plan->grace;
    result.events = world.kernel.events();
    result.messages = world.messages;
    result.commits = world.clients.commits;
    result.as_expected = world.story.over && !world.story.failed;
    result.limit = world.limit;
    result.impossible = world.kernel.choices().impossible();
    result.impossible_of = world.kernel.impossible_of();
    result.unasked = world.kernel.choices().unasked();
    return result;
}

}  // namespace sim::world
