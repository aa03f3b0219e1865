#include "bench/stories.hpp"

#include <stdexcept>

#include "sim/simrun/program.hpp"

namespace bench {

sim::simrun::Prepared load(const std::string& file) {
    std::string said;
    sim::simrun::Output out(said);
    sim::simrun::Request request;
    request.paths = {std::string(SIMRUN_SOURCE_DIR) + "/scenarios/" + file};
    auto prepared = sim::simrun::prepare(request, {sim::simrun::builtin_logics(), out, out});
    if (!prepared) throw std::runtime_error(said);
    return *prepared;
}

std::unique_ptr<sim::world::World> begin(const sim::simrun::Prepared& prepared) {
    auto world = std::make_unique<sim::world::World>(
        prepared.scenario, *prepared.logic, sim::simrun::seed_of(sim::simrun::Request{}, prepared));
    sim::world::begin_run(*world);
    return world;
}

std::uint64_t count_events(const sim::simrun::Prepared& prepared) {
    const auto world = after(prepared, UINT64_MAX);
    return world->kernel.events();
}

std::unique_ptr<sim::world::World> after(const sim::simrun::Prepared& prepared,
                                         std::uint64_t events) {
    auto world = begin(prepared);
    while (world->kernel.events() < events && world->advance()) {
    }
    return world;
}

std::unique_ptr<sim::world::World> at(const sim::simrun::Prepared& prepared,
                                      engine::Duration span) {
    auto world = begin(prepared);
    const auto early = [&] {
        const auto& story = world->story;
        return !story.serving || world->kernel.now() - story.serving_at < span;
    };
    while (early() && world->advance()) {
    }
    return world;
}

}  // namespace bench
