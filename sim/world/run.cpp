#include "sim/world/run.hpp"

#include <algorithm>

#include "sim/world/playing.hpp"

namespace sim::world {

namespace {

// Choices by name, each as often as it was asked.
class Listing final : public NameBook {
  public:
    void note(const engine::Answered& answered, std::string name, ChoiceOf of) override {
        if (answered.nth > 1) name += "#" + std::to_string(answered.nth);
        choices.push_back({std::move(name), answered.answer, of});
    }
    std::vector<ListedChoice> choices;
};

bool reached(const World& world, const RunOptions& options) {
    if (options.until_step) {
        return world.story.steps[*options.until_step].phase == StepPhase::ended;
    }
    if (!options.until || !world.story.serving) return false;
    return world.kernel.now() - world.story.serving_at >= *options.until;
}

// Plays on. With `copy_every` the world is replaced by its copy again and again, the original
// destroyed: a world is a value, and nothing may notice.
void play(std::unique_ptr<World>& world, const RunOptions& options) {
    std::uint64_t since_copy = 0;
    while (world->advance() && !reached(*world, options)) {
        if (options.copy_every == 0 || ++since_copy < options.copy_every) continue;
        since_copy = 0;
        world = std::make_unique<World>(*world);
    }
}

}  // namespace

Run run(const scenario::Scenario& scenario, const LogicEntry& logic, const RunOptions& options) {
    engine::Recorder recorder(options.level);
    Listing listing;
    auto world = std::make_unique<World>(scenario, logic, options.seed);
    Trace trace(world);
    world->kernel.attach(
        {&recorder, options.list_choices ? &listing : nullptr, options.trace ? &trace : nullptr});
    world->words = options.words;
    world->step_watch = options.step_watch;
    world->limits = options.limits;
    world->mutation = options.mutation;
    begin_run(*world);
    play(world, options);
    Run result = summed_up(*world);
    result.seed = options.seed;
    result.cut_short = reached(*world, options);
    result.records = recorder.records();
    result.choices = std::move(listing.choices);
    result.trace = std::move(trace.folds());
    return result;
}

}  // namespace sim::world
