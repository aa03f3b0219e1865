// The corpus of broken sites: `broken/<name>.1.conf`, `.2.conf` for a second proxy, and beside them
// what the program says, to the character. SIMRUN_WRITE_EXPECTED=1 writes what it says now, to be
// read and committed.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "sim/simrun/program.hpp"
#include "sim/site/site.hpp"

namespace sim::site {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(SIMRUN_SOURCE_DIR) / "tests/sim/site/broken";

const failover::Catalogue& catalogue() { return *simrun::builtin_logics().front().catalogue; }

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::set<std::string> cases() {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".1.conf")) names.insert(name.substr(0, name.size() - 7));
    }
    return names;
}

/// What is said about the files of a case, by their names alone.
std::string said_about(const std::string& name) {
    const fs::path before = fs::current_path();
    fs::current_path(folder);
    std::vector<std::string> paths{name + ".1.conf"};
    if (fs::exists(name + ".2.conf")) paths.push_back(name + ".2.conf");
    const auto parsed = read_site(paths, catalogue(), {});
    fs::current_path(before);
    EXPECT_FALSE(parsed.value.has_value()) << name << " is not broken";
    return render(parsed.diagnostics);
}

TEST(BrokenSites, AreToldToTheCharacter) {
    const char* writes = std::getenv("SIMRUN_WRITE_EXPECTED");
    const auto all = cases();
    EXPECT_GE(all.size(), 48U) << "the corpus may only grow";
    for (const std::string& name : all) {
        const fs::path expected = folder / (name + ".txt");
        const std::string said = said_about(name);
        EXPECT_FALSE(said.empty()) << name;
        if (writes != nullptr) std::ofstream(expected, std::ios::binary) << said;
        EXPECT_EQ(said, contents(expected)) << name;
    }
}

std::string problem_of(const std::string& path) {
    const std::string paths[] = {path};
    const auto parsed = read_site(paths, catalogue(), {});
    EXPECT_FALSE(parsed.value) << path;
    return parsed.diagnostics.empty() ? "" : parsed.diagnostics.front().message;
}

TEST(BrokenSites, WhatIsNoFileOfASaneSizeIsToldWithoutReadingIt) {
    const fs::path place = fs::path(testing::TempDir()) / "simrun_site";
    fs::remove_all(place);
    fs::create_directories(place);
    EXPECT_EQ(problem_of(place.string()), "is a directory");
    EXPECT_EQ(problem_of((place / "none.conf").string()),
              "cannot be read: No such file or directory");
    const std::string pipe = (place / "pipe.conf").string();
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    EXPECT_EQ(problem_of(pipe), "is not a regular file");
    const std::string huge = (place / "huge.conf").string();
    std::ofstream(huge) << "# large\n";
    fs::resize_file(huge, 100'000'000);
    EXPECT_EQ(problem_of(huge), "has 100000000 bytes; at most 1048576 are read");
    const std::string empty = (place / "empty.conf").string();
    std::ofstream(empty).close();
    EXPECT_EQ(problem_of(empty), "names no backend (backend_hostname0)");
    fs::remove_all(place);
}

TEST(BrokenSites, AnyPrefixOfARealFileIsReadOrToldOf) {
    const std::string whole =
        contents(fs::path(SIMRUN_SOURCE_DIR) / "tests/recordings/pgpool-3.6/pgpool1.conf");
    ASSERT_GT(whole.size(), 2'000U);
    const fs::path file = fs::path(testing::TempDir()) / "simrun_prefix.conf";
    for (std::size_t size = 0; size < whole.size(); size += 13) {
        std::ofstream(file, std::ios::binary) << whole.substr(0, size);
        const std::string paths[] = {file.string()};
        const auto parsed = read_site(paths, catalogue(), {});
        EXPECT_NE(parsed.value.has_value(), !parsed.diagnostics.empty()) << size;
    }
    fs::remove(file);
}

}  // namespace
}  // namespace sim::site
