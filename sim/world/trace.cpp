#include "sim/world/trace.hpp"

#include <algorithm>

#include "engine/assert.hpp"
#include "sim/world/limits.hpp"
#include "sim/world/world.hpp"

namespace sim::world {

namespace {

Subject process_of(const World& world, std::size_t index) {
    Subject subject;
    if (index >= world.processes.size()) return subject;
    const Process& process = world.processes[index];
    subject.proxy = process.proxy;
    subject.role = process.role;
    subject.pid = process.pid.value;
    return subject;
}

Subject connection_of(const World& world, std::size_t index) {
    Subject subject;
    if (index >= world.network.connections.size()) return subject;
    const Connection& connection = world.network.connections[index];
    subject.plane = static_cast<std::int32_t>(connection.plane);
    subject.from = connection.end(Side::opener).host.value;
    subject.to = connection.end(Side::acceptor).host.value;
    return subject;
}

Subject subject_of(const World& world, std::uint64_t kind_and_target) {
    const auto target = static_cast<std::size_t>(kind_and_target >> 32U);
    const auto kind = static_cast<EventKind>(kind_and_target & 0xffffU);
    // In the order of EventKind; of the others the number of the target is name enough.
    if (kind <= EventKind::command_ends) return process_of(world, target);
    if (kind <= EventKind::end_arrives) return connection_of(world, target);
    return {};
}

}  // namespace

void Trace::note(FoldOf of, engine::Lane lane, std::span<const std::uint64_t> words) {
    if (folds_.size() >= limits::traced_folds) return;
    Fold fold;
    SIM_ASSERT(words.size() <= fold.words.size());
    fold.of = of;
    fold.lane = lane;
    fold.size = static_cast<std::uint8_t>(words.size());
    std::copy(words.begin(), words.end(), fold.words.begin());
    if (of == FoldOf::event) fold.subject = subject_of(**world_, words[1]);
    folds_.push_back(fold);
}

}  // namespace sim::world
