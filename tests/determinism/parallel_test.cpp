// A run knows nothing of the runs beside it: all stories at once, on many threads, come to what
// they come to alone. Built with ThreadSanitizer this shows that no two runs share anything.
#include <gtest/gtest.h>

#include <thread>

#include "sim/simrun/program.hpp"
#include "tests/determinism/stories.hpp"
#include "tests/determinism/threads.hpp"

namespace determinism {
namespace {

const std::string scenarios = SIMRUN_SOURCE_DIR "/scenarios";
constexpr std::size_t seeds_a_story = 2;

/// Every story under some seeds, in order.
std::vector<engine::Fingerprint> play_all(const std::vector<Story>& stories, unsigned threads) {
    std::vector<engine::Fingerprint> fingerprints(stories.size() * seeds_a_story);
    share_out(fingerprints.size(), threads, [&](std::size_t n) {
        const Story& story = stories[n / seeds_a_story];
        fingerprints[n] = run(story, story.prepared.scenario.seed + n % seeds_a_story).fingerprint;
    });
    return fingerprints;
}

TEST(Parallel, AllStoriesAtOnceOnTwoToEightThreadsComeToWhatTheyComeToAlone) {
    const std::vector<Story> stories = stories_at(scenarios);
    ASSERT_FALSE(stories.empty());
    const auto alone = play_all(stories, 1);
    for (const unsigned threads : {2U, 3U, 8U}) {
        EXPECT_EQ(play_all(stories, threads), alone) << threads << " threads";
    }
}

TEST(Parallel, AFolderOnManyJobsSaysWhatItSaysOnOne) {
    const auto say = [](const std::string& jobs) {
        std::string said;
        sim::simrun::Output out(said);
        const std::vector<std::string> arguments{scenarios, "--seeds", "1..3", "--jobs", jobs};
        EXPECT_EQ(sim::simrun::run_program(arguments, sim::simrun::builtin_logics(), out, out), 0);
        return said;
    };
    EXPECT_EQ(say("8"), say("1"));
}

// Loading, judging and telling beside each other: what a folder of stories on several jobs does.
TEST(Parallel, TheWholeProgramOnSeveralThreadsSaysWhatItSaysAlone) {
    const std::vector<std::string> files{scenarios + "/stale_down.toml",
                                         scenarios + "/stale_down_under_load.toml",
                                         scenarios + "/recorded/stale_down.toml"};
    const std::vector<std::vector<std::string>> options{
        {}, {"--log", "node101"}, {"--choices"}, {"--check"}};
    const auto say = [&](std::size_t n) {
        std::vector<std::string> arguments{files[n % files.size()]};
        const auto& more = options[n / files.size()];
        arguments.insert(arguments.end(), more.begin(), more.end());
        std::string said;
        sim::simrun::Output out(said);
        const int exit_code =
            sim::simrun::run_program(arguments, sim::simrun::builtin_logics(), out, out);
        return said + std::to_string(exit_code);
    };
    std::vector<std::string> beside(files.size() * options.size());
    share_out(beside.size(), 4, [&](std::size_t n) { beside[n] = say(n); });
    for (std::size_t n = 0; n < beside.size(); ++n) EXPECT_EQ(beside[n], say(n));
}

}  // namespace
}  // namespace determinism
