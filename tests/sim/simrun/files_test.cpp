// Which files the paths on a command line mean.
#include "sim/simrun/files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "temporary_folder.hpp"

namespace sim::simrun {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view a_story = "version = 1\n[[step]]\nname = \"it\"\n";
constexpr std::string_view a_preset = "version = 1\n[cluster]\n";

class Files : public TemporaryFolder {
  protected:
    static FoundFiles found(const std::vector<std::string>& paths) { return files_below(paths); }
};

TEST_F(Files, AFolderMeansItsTomlFilesByPath) {
    put("s/b.toml", a_story);
    put("s/a/z.toml", a_story);
    put("s/a.toml", a_story);
    put("s/notes.txt", "");
    put("s/.hidden.toml", a_story);
    put("s/.git/x.toml", a_story);
    const auto all = found({"s"});
    EXPECT_THAT(stories_of(all), ElementsAre("s/a.toml", "s/a/z.toml", "s/b.toml"));
    EXPECT_THAT(all.problems, IsEmpty());
}

TEST_F(Files, WhatIsNamedTwiceIsMetOnce) {
    put("s/a.toml", a_story);
    put("s/b.toml", a_story);
    EXPECT_THAT(stories_of(found({"s/b.toml", "s", "./s/../s/a.toml"})),
                ElementsAre("s/b.toml", "s/a.toml"));
    EXPECT_THAT(found({"s", "s"}).problems, IsEmpty());
}

TEST_F(Files, APresetIsKnownByWhatItGives) {
    put("s/shared.toml", a_preset);
    put("s/presets/mistyped.toml", "version = 1\n[clutser]\n");
    put("s/story.toml", a_story);
    put("s/no_steps_yet.toml", "version = 1\nseed = 3\n");
    put("s/cannot_be_read.toml", "version = ");
    EXPECT_THAT(stories_of(found({"s"})),
                ElementsAre("s/cannot_be_read.toml", "s/no_steps_yet.toml", "s/story.toml"));
    EXPECT_THAT(found({"s"}).files, SizeIs(5));
    EXPECT_THAT(stories_of(found({"s/shared.toml"})), ElementsAre("s/shared.toml"));
}

TEST_F(Files, RingsOfLinksEnd) {
    put("s/deep/a.toml", a_story);
    fs::create_directory_symlink("..", "s/deep/up");
    fs::create_directory_symlink("me", "s/me");
    fs::create_symlink("deep/a.toml", "s/same.toml");
    const auto all = found({"s"});
    EXPECT_THAT(stories_of(all), ElementsAre("s/deep/a.toml"));
    EXPECT_THAT(all.problems, IsEmpty());
}

TEST_F(Files, ALinkThatLeadsNowhereIsListedSoThatItIsTold) {
    fs::create_directory("s");
    fs::create_symlink("gone", "s/a.toml");
    EXPECT_THAT(stories_of(found({"s"})), ElementsAre("s/a.toml"));
}

TEST_F(Files, APathThatIsNotThereIsAProblem) {
    const auto all = found({"gone"});
    ASSERT_THAT(all.problems, SizeIs(1));
    EXPECT_EQ(all.problems[0].file, "gone");
    EXPECT_EQ(all.problems[0].message, "cannot be read: No such file or directory");
}

TEST_F(Files, AFolderWithoutScenariosIsAProblem) {
    put("s/notes.txt", "");
    const auto all = found({"s"});
    ASSERT_THAT(all.problems, SizeIs(1));
    EXPECT_EQ(all.problems[0].message, "no .toml file below this folder");
}

TEST_F(Files, ANamedPipeIsListedAndNotOpened) {
    fs::create_directory("s");
    ASSERT_EQ(mkfifo("s/pipe.toml", 0600), 0);
    EXPECT_THAT(stories_of(found({"s"})), ElementsAre("s/pipe.toml"));
}

}  // namespace
}  // namespace sim::simrun
