// `simrun what-if` as a user calls it: the whole output for the recorded site, every command of
// docs/what-if.md, and what goes wrong. SIMRUN_WRITE_EXPECTED=1 writes the golden output.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "tests/sim/site/fixture.hpp"

namespace sim::site {
namespace {

using testing::HasSubstr;

struct Said {
    int exit_code = 0;
    std::string out;
    std::string err;
};

/// Runs the program in the repository's folder.
Said run(const std::vector<std::string>& words) {
    const std::filesystem::path before = std::filesystem::current_path();
    std::filesystem::current_path(SIMRUN_SOURCE_DIR);
    Said said;
    simrun::Output out(said.out);
    simrun::Output err(said.err);
    said.exit_code = simrun::run_program(words, simrun::builtin_logics(), out, err);
    std::filesystem::current_path(before);
    return said;
}

const std::string confs = "tests/recordings/pgpool-3.6/";
const std::vector<std::string> recorded_site{"what-if", "--conf", confs + "pgpool1.conf", "--conf",
                                             confs + "pgpool2.conf"};

Said ask(const std::vector<std::string>& more) {
    std::vector<std::string> words = recorded_site;
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
}

TEST(WhatIf, TellsWhatStoriesComeToAtTheRecordedSite) {
    const std::string expected = std::string(SIMRUN_SOURCE_DIR) + "/tests/sim/site/what_if.txt";
    const Said said =
        ask({"scenarios/stale_down.toml", "scenarios/stale_down_copied_from_leader.toml",
             "scenarios/stale_down_noticed_at_start.toml",
             "scenarios/stale_down_noticed_before.toml", "scenarios/stale_down_under_load.toml"});
    EXPECT_EQ(said.exit_code, 0);
    EXPECT_EQ(said.err, "");
    if (std::getenv("SIMRUN_WRITE_EXPECTED") != nullptr) {
        std::ofstream(expected, std::ios::binary) << said.out;
    }
    EXPECT_EQ(said.out, contents(expected));
}

TEST(WhatIf, EveryCommandOfItsPageWorks) {
    std::istringstream page(contents(std::string(SIMRUN_SOURCE_DIR) + "/docs/what-if.md"));
    std::string line;
    std::string command;
    int commands = 0;
    while (std::getline(page, line)) {
        if (command.empty() && !line.starts_with("simrun ")) continue;
        command += line;
        if (command.ends_with('\\')) {
            command.pop_back();
            continue;
        }
        std::istringstream parts(command);
        std::vector<std::string> words;
        for (std::string word; parts >> word;) words.push_back(word);
        words.erase(words.begin());
        const Said said = run(words);
        EXPECT_EQ(said.exit_code, 0) << command << "\n" << said.err;
        EXPECT_FALSE(said.out.empty()) << command;
        command.clear();
        ++commands;
    }
    EXPECT_GE(commands, 4);
}

TEST(WhatIf, WithoutAStoryOnlyTheFilesAreRead) {
    const Said said = ask({});
    EXPECT_EQ(said.exit_code, 0);
    EXPECT_THAT(said.out, HasSubstr("0 are unknown"));
    EXPECT_THAT(said.out, testing::Not(HasSubstr("operator")));
}

TEST(WhatIf, ABrokenFileOfTheSiteRunsNothing) {
    const Folder folder("broken");
    const std::string path = folder.write("pgpool.conf", "port = 80\n");
    const Said said = run({"what-if", "--conf", path, "scenarios/stale_down.toml"});
    EXPECT_EQ(said.exit_code, 2);
    EXPECT_EQ(said.out, "");
    EXPECT_THAT(said.err, HasSubstr("`port` must be between 1024 and 65535"));
}

TEST(WhatIf, AStoryThatCannotBeToldThereSaysSoInItsRowAndTheOthersRun) {
    const Folder folder("small");
    const std::string path =
        folder.write("pgpool.conf", "backend_hostname0 = '10.0.0.1'\nbackend_port0 = 5432\n");
    const Said small = run({"what-if", "--conf", path, "scenarios/stale_down.toml"});
    EXPECT_EQ(small.exit_code, 0);
    EXPECT_THAT(small.out, HasSubstr("needs 3 databases, the site"));

    const std::string story = folder.write("broken.toml", "version = 1\n");
    const Said broken = ask({story, "scenarios/stale_down.toml"});
    EXPECT_EQ(broken.exit_code, 2);
    EXPECT_THAT(broken.out, HasSubstr("cannot be read"));
    EXPECT_THAT(broken.out, HasSubstr("violates"));
}

TEST(WhatIf, ClientsMayStayAway) {
    const Said said = ask({"--without-load", "scenarios/stale_down.toml"});
    EXPECT_EQ(said.exit_code, 0);
    EXPECT_THAT(said.out, HasSubstr("no writes"));
}

TEST(WhatIf, BadWordsAreToldAsBadUsage) {
    EXPECT_EQ(run({"what-if"}).exit_code, 2);
    EXPECT_EQ(run({"what-if", "scenarios/stale_down.toml"}).exit_code, 2);
    EXPECT_EQ(ask({"--primary", "x"}).exit_code, 2);
    EXPECT_EQ(ask({"--primary", "3"}).exit_code, 2);
    EXPECT_EQ(ask({"--failover-command", "sing"}).exit_code, 2);
    EXPECT_EQ(ask({"--seed", "-1"}).exit_code, 2);
    const Folder folder("empty");
    folder.write("readme.txt", "no story\n");
    EXPECT_EQ(ask({folder.write("x/none.txt", "")}).exit_code, 2);
}

}  // namespace
}  // namespace sim::site
