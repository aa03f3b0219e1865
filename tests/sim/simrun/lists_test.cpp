// Lists of runs: which stories, how they are told, JUnit and JSON.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "program.hpp"

namespace sim::simrun::tests {

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

/// A folder with one story of every kind of end: as expected, violated, not met, broken.
class Folder : public testing::Test {
  protected:
    void SetUp() override {
        fs::remove_all(path_);
        fs::create_directories(path_ / "more");
        const std::string story = contents(ours("scenarios/stale_down.toml"));
        write("good.toml", story + "\n[[sometimes]]\ncondition = \"running(node103)\"\n");
        write("violated.toml", replaced(story, "\noutcome", "\n# outcome"));
        write("more/unmet.toml",
              replaced(story, "\"streaming(node103)\"", "\"not running(node101)\""));
        write("more/broken <&>.toml", replaced(story, "stop_database", "stop_databse"));
    }
    void TearDown() override { fs::remove_all(path_); }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
    }
    [[nodiscard]] std::string at(const std::string& name) const { return path_ / name; }

    fs::path path_ = fs::temp_directory_path() / ("simrun-lists-" + std::to_string(getpid()));
};

std::vector<nlohmann::json> objects(const std::string& text) {
    std::vector<nlohmann::json> list;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) list.push_back(nlohmann::json::parse(line));
    return list;
}

/// Every name of an object as the reference writes it: `run.violations.oracle`.
void names_in(const nlohmann::json& value, const std::string& prefix, std::set<std::string>& into) {
    if (value.is_array()) {
        for (const auto& element : value) names_in(element, prefix, into);
    }
    if (!value.is_object()) return;
    for (const auto& [key, inner] : value.items()) {
        const std::string name = prefix.empty() ? key : prefix + "." + key;
        into.insert(name);
        names_in(inner, name, into);
    }
}

TEST_F(Folder, IsRunWholeALineAStoryAndTheWorstExitCode) {
    const Said said = simrun({path_.string()});
    EXPECT_EQ(said.exit_code, 2);
    EXPECT_THAT(said.out, HasSubstr("good.toml "));
    EXPECT_THAT(said.out, HasSubstr("good.toml [proxies_cut_apart]"));
    EXPECT_THAT(said.out, HasSubstr("violated: stale_down"));
    EXPECT_THAT(said.out, HasSubstr("did you mean `stop_database`?"));
    EXPECT_THAT(said.out, HasSubstr("again: simrun " + at("violated.toml") + " --seed 41"));
    EXPECT_THAT(said.out, HasSubstr("again: simrun '" + at("more/broken <&>.toml") + "'\n"));
    EXPECT_THAT(said.out, HasSubstr(" 1 cannot be run, "));
}

TEST_F(Folder, ExitCodesAreThoseOfTheWorstStory) {
    EXPECT_EQ(simrun({at("good.toml"), at("good.toml")}).exit_code, 0);
    EXPECT_EQ(simrun({at("good.toml"), at("more/unmet.toml")}).exit_code, 3);
    EXPECT_EQ(simrun({at("more/unmet.toml"), at("violated.toml")}).exit_code, 1);
}

TEST_F(Folder, SaysTheSameWhateverTheNumberOfThreads) {
    const std::string one = simrun({path_.string(), "--seeds", "1..20", "--jobs", "1"}).out;
    EXPECT_EQ(simrun({path_.string(), "--seeds", "1..20", "--jobs", "5"}).out, one);
    EXPECT_THAT(one, HasSubstr("20 as expected"));
    EXPECT_THAT(one, HasSubstr("20 violated: stale_down (seeds 1-20)"));
}

TEST_F(Folder, OnlyAndVariantPickAmongTheStories) {
    const Said only = simrun({path_.string(), "--only", "go?d"});
    EXPECT_THAT(only.out, HasSubstr("good.toml"));
    EXPECT_THAT(only.out, Not(HasSubstr("violated.toml")));
    const Said variant =
        simrun({at("good.toml"), at("violated.toml"), "--variant", "proxies_cut_apart"});
    EXPECT_THAT(variant.out, HasSubstr("2 stories"));
    const Said broken = simrun({path_.string(), "--only", "broken*"});
    EXPECT_EQ(broken.exit_code, 2);
    EXPECT_THAT(broken.out, HasSubstr("1 story: 0 as expected, 1 cannot be run"));
    const Said none = simrun({path_.string(), "--only", "nothing"});
    EXPECT_EQ(none.exit_code, 2);
    EXPECT_THAT(none.err, HasSubstr("no story matches --only nothing"));
}

TEST_F(Folder, JsonIsOneObjectAStoryWithTheNamesOfItsReference) {
    const Said said = simrun({path_.string(), "--json"});
    EXPECT_EQ(said.exit_code, 2);
    const auto list = objects(said.out);
    ASSERT_EQ(list.size(), 10U);
    std::set<std::string> used;
    for (const auto& object : list) names_in(object, "", used);
    // None of them has clients that could lose something.
    const std::string drill = ours("scenarios/drills/primary_killed.toml");
    for (const auto& object : objects(simrun({drill, "--json"}).out)) names_in(object, "", used);
    std::set<std::string> documented;
    std::istringstream lines(simrun({"help", "json"}).out);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("  ") || line.starts_with("   ")) continue;
        documented.insert(line.substr(2, line.find(' ', 2) - 2));
    }
    EXPECT_EQ(used, documented);
    EXPECT_EQ(list[0]["path"], at("good.toml"));
    EXPECT_EQ(list[0]["exit"], 0);
    EXPECT_EQ(list[0]["run"]["violations"][0]["oracle"], "stale_down");
    EXPECT_EQ(list[0]["run"]["violations"][0]["expected"], true);
    const auto broken = std::ranges::find_if(list, [](const auto& o) { return o["exit"] == 2; });
    ASSERT_NE(broken, list.end());
    EXPECT_EQ((*broken)["problems"][0]["help"], "did you mean `stop_database`?");
}

TEST_F(Folder, JsonCountsSeedsAsRanges) {
    const auto list = objects(simrun({at("good.toml"), "--seeds", "5..14", "--json"}).out);
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0]["runs"], 10);
    EXPECT_EQ(list[0]["outcomes"][0]["seeds"], nlohmann::json::parse("[[5,14]]"));
}

TEST_F(Folder, WhatMustHappenSometimesIsJudgedOverAllSeeds) {
    const std::string story = contents(ours("scenarios/stale_down.toml"));
    write("seldom.toml", story + "\n[[sometimes]]\ncondition = \"not running(node101)\"\n");
    EXPECT_EQ(simrun({at("seldom.toml"), "--json"}).exit_code, 0) << "one run proves nothing";
    const Said said = simrun({at("seldom.toml"), "--seeds", "1..10"});
    EXPECT_EQ(said.exit_code, 3);
    EXPECT_THAT(said.out, HasSubstr("only 0 of 10 saw not running(node101)"));
    EXPECT_EQ(simrun({at("good.toml"), "--seeds", "1..10"}).exit_code, 0);
}

TEST_F(Folder, JUnitIsValidByTheSchemaThatCiServersShare) {
    const std::string file = at("results.xml");
    EXPECT_EQ(simrun({path_.string(), "--junit", file}).exit_code, 2);
    const std::string xml = contents(file);
    EXPECT_THAT(xml, HasSubstr("<testcase name=\"good [proxies_cut_apart]\""));
    EXPECT_THAT(xml, HasSubstr("type=\"violation\""));
    EXPECT_THAT(xml, HasSubstr("type=\"expectation\""));
    EXPECT_THAT(xml, HasSubstr("<error message=\"1 error in the file\" type=\"scenario\">"));
    EXPECT_THAT(xml, HasSubstr("broken &lt;&amp;&gt;"));
    const std::string check =
        "xmllint --noout --schema " + ours("tests/sim/simrun/junit.xsd") + " " + file + " 2>&1";
    EXPECT_EQ(std::system(check.c_str()), 0);
}

TEST_F(Folder, OptionsOfOneStoryDoNotGoWithLists) {
    const Said said = simrun({path_.string(), "--log", "node101"});
    EXPECT_EQ(said.exit_code, 2);
    EXPECT_THAT(said.err, HasSubstr("--log tells of one run"));
    EXPECT_EQ(simrun({at("good.toml"), "--step", "3", "--seeds", "1..2"}).exit_code, 2);
}

TEST_F(Folder, AnEmptyOneIsAnError) {
    fs::create_directories(path_ / "empty");
    const Said said = simrun({at("empty")});
    EXPECT_EQ(said.exit_code, 2);
    EXPECT_THAT(said.err, HasSubstr("empty"));
}

TEST(OneStory, StopsAtTheStepAskedFor) {
    const std::string story = ours("scenarios/stale_down.toml");
    const Said by_number = simrun({story, "--step", "4"});
    EXPECT_EQ(by_number.exit_code, 0);
    EXPECT_THAT(by_number.out, HasSubstr(" 4  the proxies are restarted"));
    EXPECT_THAT(by_number.out, Not(HasSubstr(" 5  the database comes back")));
    const Said by_name =
        simrun({story, "--step", "the proxies are restarted, one after the other"});
    EXPECT_EQ(by_name.out, by_number.out);
    const Said wrong = simrun({story, "--step", "the proxies are restated"});
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_THAT(wrong.err, HasSubstr("has no step 'the proxies are restated'"));
}

TEST(Usage, NamesTheNearestOptionTopicListAndVariant) {
    const std::string story = ours("scenarios/stale_down.toml");
    EXPECT_THAT(simrun({story, "--seds", "1..2"}).err, HasSubstr("did you mean '--seeds'?"));
    EXPECT_THAT(simrun({"help", "scenarios"}).err, HasSubstr("did you mean 'scenario'?"));
    EXPECT_THAT(simrun({"list", "logic"}).err, HasSubstr("did you mean 'logics'?"));
    EXPECT_THAT(simrun({story, "--variant", "proxies_cut_appart"}).err,
                HasSubstr("did you mean 'proxies_cut_apart'?"));
    for (const auto& wrong : std::vector<std::vector<std::string>>{{},
                                                                   {story, "--seed", "x"},
                                                                   {story, "--seeds", "5..1"},
                                                                   {story, "--jobs", "0"},
                                                                   {story, "--until", "5"},
                                                                   {"no/such/file.toml"}}) {
        const Said said = simrun(wrong);
        EXPECT_EQ(said.exit_code, 2);
        EXPECT_EQ(said.out, "");
        EXPECT_NE(said.err, "");
    }
}

TEST(Usage, EveryCommandAndOptionStandsInTheHelp) {
    const std::string text = simrun({"help"}).out;
    for (const auto* word : {"--seed N", "--seeds A..B", "--only NAME", "--junit FILE", "--json",
                             "--jobs N", "--step NAME|N", "simrun list", "simrun help"}) {
        EXPECT_THAT(text, HasSubstr(word));
    }
    EXPECT_EQ(simrun({"--help"}).out, text);
}

TEST(Lists, AreMadeFromTheTables) {
    EXPECT_THAT(simrun({"list", "actions"}).out, HasSubstr("stop_database"));
    EXPECT_THAT(simrun({"list", "functions"}).out, HasSubstr("streaming("));
    EXPECT_THAT(simrun({"list", "oracles"}).out, HasSubstr("stale_down"));
    EXPECT_THAT(simrun({"list", ours("scenarios")}).out,
                HasSubstr("Stale 'down' after the proxies restart"));
}

}  // namespace

}  // namespace sim::simrun::tests
