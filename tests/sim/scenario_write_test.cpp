// Trees to text and back: the identity, for the files of the repository and for thousands of
// made-up trees and texts; and what the canonical text looks like.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "scenario_generator.hpp"
#include "scenario_round_trip.hpp"
#include "sim/scenario/write.hpp"

namespace sim::scenario::tests {

namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<fs::path> files_of(std::string_view folder) {
    std::vector<fs::path> found;
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(SIMRUN_SOURCE_DIR) / folder)) {
        if (entry.path().extension() == ".toml") found.push_back(entry.path());
    }
    return found;
}

std::string canonical_of(std::string_view text) {
    const auto result = canonical("test.toml", text);
    EXPECT_TRUE(result.value.has_value()) << render(result.diagnostics) << text;
    return result.value.value_or("");
}

TEST(Writing, EveryScenarioOfTheLibraryIsCanonical) {
    const auto files = files_of("scenarios");
    EXPECT_GE(files.size(), 9U);
    for (const fs::path& path : files) {
        EXPECT_EQ(canonical_of(contents(path)), contents(path)) << path << ": simrun fmt";
    }
}

TEST(Writing, BrokenScenariosKeepTheirMeaningAndTheirComments) {
    std::size_t readable = 0;
    for (const std::string_view folder : {"tests/sim/broken", "tests/sim/files", "scenarios"}) {
        for (const fs::path& path : files_of(folder)) {
            EXPECT_EQ(round_trip_problem(contents(path)), "") << path;
            if (canonical("x", contents(path)).value) ++readable;
        }
    }
    EXPECT_GE(readable, 150U);
}

TEST(Writing, AnyTreeIsReadBackAsItWas) {
    Generator generator(1);
    for (int n = 0; n < 4'000; ++n) {
        const Entry tree = generator.tree();
        const std::string text = write(tree);
        const Document back = read_document(text, 0);
        ASSERT_TRUE(back.root.has_value()) << back.problem.message << "\n" << text;
        ASSERT_TRUE(same(tree, *back.root)) << "tree " << n << "\n" << text;
        ASSERT_EQ(canonical_of(text), text) << "tree " << n;
    }
}

TEST(Writing, AnyTextKeepsEachOfItsComments) {
    Generator generator(2);
    for (int n = 0; n < 4'000; ++n) {
        const Untidy untidy = generator.text();
        ASSERT_EQ(round_trip_problem(untidy.text), "") << "text " << n << "\n" << untidy.text;
        const std::string text = canonical_of(untidy.text);
        for (const std::string& comment : untidy.comments) {
            const std::size_t at = text.find(comment);
            ASSERT_NE(at, std::string::npos) << comment << "\n" << untidy.text;
            ASSERT_EQ(text.find(comment, at + 1), std::string::npos) << comment << "\n" << text;
        }
    }
}

TEST(Writing, ATreeWithoutPlacesIsWrittenAsAPersonWould) {
    const auto string = [](std::string text) {
        Entry entry;
        entry.kind = Entry::Kind::string;
        entry.text = std::move(text);
        return entry;
    };
    Entry date;
    date.kind = Entry::Kind::date;
    date.date = {1'691'166'000, 28'800};
    Entry logs;
    logs.kind = Entry::Kind::table;
    logs.fields.push_back({"db-1.example.com", {}, string("a\nb\n")});
    Entry step;
    step.kind = Entry::Kind::table;
    step.fields.push_back({"name", {}, string("it")});
    step.fields.push_back({"log", {}, logs});
    Entry steps;
    steps.kind = Entry::Kind::array;
    steps.elements = {step, step};
    Entry root;
    root.kind = Entry::Kind::table;
    root.fields.push_back({"step", {}, steps});
    root.fields.push_back({"date", {}, date});
    EXPECT_EQ(write(root), R"(date = 2023-08-04T16:20:00+08:00

[[step]]
name = "it"
log."db-1.example.com" = """
a
b
"""

[[step]]
name = "it"
log."db-1.example.com" = """
a
b
"""
)");
}

TEST(Writing, AnUntidyFileBecomesTidy) {
    const fs::path folder = fs::path(SIMRUN_SOURCE_DIR) / "tests/sim/files";
    EXPECT_EQ(canonical_of(contents(folder / "untidy.toml")), contents(folder / "tidy.toml"));
    EXPECT_EQ(canonical_of("\n\n" + contents(folder / "untidy.toml") + "\n\n"),
              contents(folder / "tidy.toml"));
}

TEST(Writing, AListThatDoesNotFitHasOneElementALine) {
    const std::string word(30, 'w');
    const std::string fits = "a = [\"" + word + "\", \"" + word + "\"]\n";
    EXPECT_EQ(canonical_of(fits), fits);
    EXPECT_EQ(canonical_of("a = [\"" + word + "\", \"" + word + "\", \"" + word + "\"]\n"),
              "a = [\n  \"" + word + "\",\n  \"" + word + "\",\n  \"" + word + "\",\n]\n");
    EXPECT_EQ(canonical_of("a = [ [1,2], [\n3] ]"), "a = [[1, 2], [3]]\n");
    EXPECT_EQ(canonical_of("a = [{x=1},{}]"), "[[a]]\nx = 1\n\n[[a]]\n");
}

TEST(Writing, EveryTextHasTheQuotesThatNeedFewestEscapes) {
    EXPECT_EQ(canonical_of(R"(a = "it's")"), "a = \"it's\"\n");
    EXPECT_EQ(canonical_of(R"(a = "C:\\x \"y\"")"), "a = 'C:\\x \"y\"'\n");
    EXPECT_EQ(canonical_of(R"(a = "it's \"so\"")"), "a = \"it's \\\"so\\\"\"\n");
    EXPECT_EQ(canonical_of(R"(a = "bell \u0007, tab \t")"), "a = \"bell \\u0007, tab \\t\"\n");
    EXPECT_EQ(canonical_of(R"(a = "one\n")"), "a = \"one\\n\"\n");
    EXPECT_EQ(canonical_of(R"(a = "one\ntwo\\\n")"), "a = '''\none\ntwo\\\n'''\n");
    EXPECT_EQ(canonical_of(R"(a = "one\n'''\"\"\"\"")"),
              "a = \"\"\"\none\n'''\"\"\\\"\\\"\"\"\"\n");
}

TEST(Writing, LineEndsOfWindowsAndAByteOrderMarkMeanNothing) {
    EXPECT_EQ(canonical_of("\xef\xbb\xbf# c\r\na = \"\"\"\r\nx\r\ny\"\"\"\r\n"),
              "# c\na = \"\"\"\nx\ny\"\"\"\n");
}

TEST(Writing, WideCharactersAreAligned) {
    EXPECT_EQ(canonical_of("\"节点\" = 1\nabcdefgh = 2\n"), "\"节点\"   = 1\nabcdefgh = 2\n");
}

}  // namespace

}  // namespace sim::scenario::tests
