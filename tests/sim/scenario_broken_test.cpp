// The corpus of broken files: each `broken/<name>.toml` has beside it what the program says about
// it, to the character. SIMRUN_WRITE_EXPECTED=1 writes what it says now, to be read and committed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "scenario_fixture.hpp"

namespace sim::scenario::tests {

namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(SIMRUN_SOURCE_DIR) / "tests/sim/broken";

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::set<fs::path> files(std::string_view extension) {
    std::set<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == extension) found.insert(entry.path());
    }
    return found;
}

/// What the program says about a file of the corpus, which is in the current folder.
std::string said_about(const fs::path& path) {
    const auto parsed = load(path.filename().string(), catalogues());
    EXPECT_FALSE(parsed.value.has_value()) << path.filename() << " is not broken";
    EXPECT_FALSE(parsed.diagnostics.empty()) << path.filename();
    return render(parsed.diagnostics);
}

TEST(BrokenScenarios, AreToldToTheCharacterWithTheNearestValidWord) {
    const char* writes = std::getenv("SIMRUN_WRITE_EXPECTED");
    const auto all = files(".toml");
    EXPECT_GE(all.size(), 210U) << "the corpus may only grow";
    const fs::path before = fs::current_path();
    fs::current_path(folder);  // names in messages do not depend on where the repository is
    for (const fs::path& path : all) {
        fs::path expected = path;
        expected.replace_extension(".txt");
        const std::string said = said_about(path);
        if (writes != nullptr) std::ofstream(expected, std::ios::binary) << said;
        EXPECT_EQ(said, contents(expected)) << path.filename();
    }
    fs::current_path(before);
}

TEST(BrokenScenarios, HaveNoExpectationWithoutAFile) {
    for (fs::path path : files(".txt")) {
        path.replace_extension(".toml");
        EXPECT_TRUE(fs::exists(path)) << path.filename();
    }
}

TEST(BrokenScenarios, EveryDiagnosticStandsOnALineOfTheFile) {
    for (const fs::path& path : files(".toml")) {
        const std::string text = contents(path);
        const auto lines = static_cast<std::uint32_t>(std::ranges::count(text, '\n') + 1);
        const auto parsed = load_text("x.toml", text, catalogues());
        for (const Diagnostic& d : parsed.diagnostics) {
            EXPECT_GE(d.place.line, 1U) << path.filename() << ": " << d.message;
            EXPECT_LE(d.place.line, lines) << path.filename();
            EXPECT_GE(d.place.column, 1U) << path.filename();
            EXPECT_GE(d.length, 1U) << path.filename();
            EXPECT_EQ(d.file, "x.toml") << path.filename();
        }
    }
}

}  // namespace

}  // namespace sim::scenario::tests
