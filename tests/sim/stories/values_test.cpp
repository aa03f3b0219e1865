// The world is a value and a run is a function: copies run on alike, equal seeds give equal runs
// on any thread, and no bit of an event escapes the fingerprint.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <filesystem>
#include <thread>

#include "sim/world/kernel.hpp"
#include "tests/sim/stories/played.hpp"

namespace stories {
namespace {

using sim::world::Event;
using sim::world::EventKind;
using sim::world::Kernel;

// Every scenario of the library, with its variants.
std::vector<std::pair<std::string, std::string>> library() {
    const std::filesystem::path folder = SIMRUN_SOURCE_DIR "/scenarios";
    std::vector<std::pair<std::string, std::string>> stories;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string file = entry.path().lexically_relative(folder).string();
        if (entry.path().extension() != ".toml" || file.starts_with("presets/")) continue;
        stories.emplace_back(file, "");
    }
    for (const char* variant : {"proxies_cut_apart", "unnoticed_for_an_hour_and_more"}) {
        stories.emplace_back("stale_down.toml", variant);
    }
    std::sort(stories.begin(), stories.end());
    return stories;
}

sim::world::Run run(const sim::simrun::Prepared& story, std::uint32_t copy_every = 0) {
    sim::world::RunOptions options;
    options.seed = story.scenario.seed;
    options.copy_every = copy_every;
    return sim::simrun::play(story, options);
}

TEST(Worlds, ReplacedByTheirCopyAtEvery97thEventComeToTheSameEnd) {
    for (const auto& [file, variant] : library()) {
        SCOPED_TRACE(file + " " + variant);
        const auto story = load(file, variant);
        const auto plain = run(story);
        const auto copied = run(story, 97);
        EXPECT_EQ(plain.fingerprint, copied.fingerprint);
        EXPECT_EQ(plain.records, copied.records);
        EXPECT_EQ(plain.as_expected, copied.as_expected);
        EXPECT_TRUE(plain.as_expected);
    }
}

TEST(Worlds, AreTheSameTwiceInOneProcessAndOnTwoThreads) {
    const auto story = load("stale_down.toml");
    const auto first = run(story);
    std::array<engine::Fingerprint, 2> beside;
    std::thread one([&] { beside[0] = run(story).fingerprint; });
    std::thread two([&] { beside[1] = run(story).fingerprint; });
    one.join();
    two.join();
    EXPECT_EQ(run(story).fingerprint, first.fingerprint);
    EXPECT_EQ(beside[0], first.fingerprint);
    EXPECT_EQ(beside[1], first.fingerprint);
}

// The fingerprint after one event whose bytes are these.
engine::Fingerprint after(const std::array<std::uint64_t, 4>& words) {
    const auto event = std::bit_cast<Event>(words);
    Kernel kernel(1, {});
    kernel.set_cause(event.cause);
    kernel.plan(engine::TrueTime{5}, event);
    Event taken;
    EXPECT_TRUE(kernel.next(taken));
    return kernel.fingerprint();
}

TEST(Events, NoBitOfAnyKindOfEventEscapesTheFingerprint) {
    constexpr auto last = static_cast<std::uint16_t>(EventKind::connection_given_up);
    for (std::uint16_t kind = 1; kind <= last; ++kind) {
        Event event = sim::world::event(static_cast<EventKind>(kind), 7, 11, 13);
        event.cause = 17;
        const auto words = std::bit_cast<std::array<std::uint64_t, 4>>(event);
        const engine::Fingerprint plain = after(words);
        for (std::size_t bit = 0; bit < 64 * words.size(); ++bit) {
            auto flipped = words;
            flipped[bit / 64] ^= std::uint64_t{1} << bit % 64;
            EXPECT_NE(after(flipped), plain) << "kind " << kind << " bit " << bit;
        }
    }
}

}  // namespace
}  // namespace stories
