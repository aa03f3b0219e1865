#include "sim/world/folds.hpp"

#include <array>

#include "sim/world/world.hpp"

namespace sim::world {

namespace {

// Up to three words that say what an output wants.
using Words = std::array<std::uint64_t, 3>;

std::uint64_t word(std::int64_t value) { return static_cast<std::uint64_t>(value); }
std::uint64_t pair(std::int32_t low, std::int32_t high) {
    return static_cast<std::uint32_t>(low) |
           static_cast<std::uint64_t>(static_cast<std::uint32_t>(high)) << 32U;
}
std::uint64_t text_word(const std::string& text) { return engine::segment(text).hash; }

Words words_of(const failover::Forked& wish) {
    return {pair(wish.pid.value, wish.argument), wish.role};
}
Words words_of(const failover::Connect& wish) {
    return {pair(wish.connection.value, wish.to), word(static_cast<std::int64_t>(wish.plane))};
}
Words words_of(const failover::Send& wish) {
    return {word(wish.connection.value), wish.message.kind};
}
Words words_of(const failover::SendDatagram& wish) {
    return {word(wish.to.value), wish.message.kind};
}
Words words_of(const failover::Close& wish) { return {word(wish.connection.value)}; }
Words words_of(const failover::HandOver& wish) {
    return {pair(wish.connection.value, wish.to.value)};
}
Words words_of(const failover::Listen& wish) {
    return {word(static_cast<std::int64_t>(wish.plane)), wish.open ? 1U : 0U};
}
Words words_of(const failover::Raise& wish) {
    return {pair(wish.to.value, static_cast<std::int32_t>(wish.signal))};
}
Words words_of(const failover::SetTimer& wish) {
    return {word(wish.at_least.count()), word(wish.at_most.count())};
}
Words words_of(const failover::StopTimer&) { return {}; }
Words words_of(const failover::Save& wish) {
    std::uint64_t lines = wish.file.lines.size();
    for (const std::string& line : wish.file.lines) lines = lines * 31 + text_word(line);
    return {lines};
}
Words words_of(const failover::Unlink&) { return {}; }
Words words_of(const failover::RunCommand& wish) {
    const failover::CommandLine& line = wish.line;
    return {pair(wish.request.value, line.parameter), pair(line.node, line.new_master),
            pair(line.old_master, line.old_primary) ^ word(line.lowest_valid) << 16U ^
                static_cast<std::uint64_t>(wish.purpose) << 48U};
}
Words words_of(const failover::Ping& wish) {
    return {word(wish.request.value), text_word(wish.address)};
}
Words words_of(const failover::WatchNetwork&) { return {}; }
Words words_of(const failover::Log& wish) {
    return {wish.id, pair(wish.arguments[0], wish.arguments[1]),
            pair(wish.arguments[2], wish.arguments[3])};
}
Words words_of(const failover::Exit& wish) { return {word(wish.status)}; }

engine::Lane lane_of(const failover::Wish& wish) {
    const bool disk = std::holds_alternative<failover::Save>(wish) ||
                      std::holds_alternative<failover::Unlink>(wish);
    return disk ? engine::Lane::disk : engine::Lane::watchdog;
}

}  // namespace

void fold_message(World& world, const Message& message) {
    std::array<std::uint64_t, 7> words{message.kind};
    for (std::size_t i = 0; i < message.words.size(); i += 2) {
        words[1 + i / 2] =
            static_cast<std::uint32_t>(message.words[i]) |
            static_cast<std::uint64_t>(static_cast<std::uint32_t>(message.words[i + 1])) << 32U;
    }
    world.kernel.fold(FoldOf::message, engine::Lane::network, words);
    for (const std::int64_t value : message.blob) {
        world.kernel.fold(FoldOf::more, engine::Lane::network, {static_cast<std::uint64_t>(value)});
    }
}

void fold_wish(World& world, TrueTime at, const failover::Wish& wish) {
    const Words words = std::visit([](const auto& want) { return words_of(want); }, wish);
    world.kernel.fold(FoldOf::output, lane_of(wish),
                      {word(at.nanoseconds()), wish.index(), words[0], words[1], words[2]});
}

}  // namespace sim::world
