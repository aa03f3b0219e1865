// A waiver that nobody needs any more hides the next violation: each is needed by its story or by
// one of the story's variants, under the file's seed or one of the first three.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "sim/simrun/files.hpp"
#include "sim/simrun/prepared.hpp"
#include "sim/simrun/program.hpp"

namespace sim::simrun {
namespace {

TEST(Waivers, AreNeededByTheStoryOrByOneOfItsVariants) {
    const std::string top = SIMRUN_SOURCE_DIR "/scenarios";
    for (const std::string& file : stories_of(files_below(std::span(&top, 1)))) {
        std::map<std::string, bool> needed;
        for (const Prepared& story : load_stories(file, builtin_logics()).stories) {
            const auto& waivers = story.scenario.waivers;
            if (waivers.empty()) continue;
            for (const std::uint64_t seed : {story.scenario.seed, 1UL, 2UL, 3UL}) {
                world::RunOptions options;
                options.seed = seed;
                const world::Run run = play(story, options);
                const Judged judged(story, run);
                for (std::uint32_t at = 0; at < waivers.size(); ++at) {
                    const auto& unneeded = judged.verdict.unneeded_waivers;
                    const bool used = std::ranges::find(unneeded, at) == unneeded.end();
                    needed[std::string(waivers[at].oracle)] |= used;
                }
            }
        }
        for (const auto& [oracle, used] : needed) {
            EXPECT_TRUE(used) << file << " waives " << oracle << " and does not need to";
        }
    }
}

}  // namespace
}  // namespace sim::simrun
