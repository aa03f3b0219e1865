// Style and architecture, checked against the text of the tree itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <regex>
#include <stdexcept>

#include "tests/tidy/exceptions.hpp"
#include "tests/tidy/rules.hpp"

namespace tidy {
namespace {

const std::string top = SIMRUN_SOURCE_DIR;

const std::vector<File>& tree() {
    static const std::vector<File> files = read_tree(top);
    return files;
}

const File& file_at(const std::string& path) {
    const auto found = std::ranges::find(tree(), path, &File::path);
    if (found == tree().end()) throw std::runtime_error("there is no " + path);
    return *found;
}

std::string listing(const Violations& violations) {
    std::string text;
    for (const Violation& each : violations) {
        text += each.path + ":" + std::to_string(each.line) + ": [" + each.rule + "] " +
                each.message + "\n";
    }
    return text;
}

using Check = Violations (*)(const File&);
constexpr std::array checks{check_arrows, check_sizes,   check_functions, check_names,
                            check_draws,  check_texture, check_place};

TEST(Tidy, TheTreeKeepsTheRulesButForListedExceptions) {
    Violations found;
    Exceptions exceptions = read_exceptions(file_at("tests/tidy/exceptions.txt"), found);
    for (const File& file : tree()) {
        for (const Check check : checks) std::ranges::copy(check(file), back_inserter(found));
    }
    const Violations left = without_excused(found, exceptions);
    EXPECT_TRUE(left.empty()) << listing(left);
    for (const Exception& each : exceptions.all) {
        EXPECT_TRUE(each.used) << "tests/tidy/exceptions.txt:" << each.line
                               << ": nothing needs this exception any more: " << each.path << " "
                               << each.rule;
    }
    std::cout << exceptions.all.size() << " exceptions to the rules of style\n";
    EXPECT_EQ(exceptions.all.size(), exceptions.limit)
        << "the number of exceptions may only shrink: take the fewer ones as the new limit, and "
           "mend the source instead of adding one";
}

TEST(Tidy, TheReadmeMapsEveryFolderThatExistsAndNoOther) {
    const std::string& readme = file_at("README.md").text;
    for (const std::string& folder : folders(top)) {
        EXPECT_NE(readme.find("\n" + folder + "/ "), std::string::npos)
            << "README.md's map does not name " << folder << "/";
    }
    const std::regex entry(R"(\n([\w.-]+(/[\w.-]+)*)/ )");
    const auto existing = folders(top);
    for (std::sregex_iterator at(readme.begin(), readme.end(), entry), end; at != end; ++at) {
        EXPECT_TRUE(std::ranges::count(existing, (*at)[1].str()) == 1)
            << "README.md's map names " << (*at)[1] << "/, which does not exist";
    }
}

TEST(Tidy, EveryTestFileIsNamedInItsFoldersCMakeLists) {
    for (const File& file : tree()) {
        if (!file.below("tests") || !file.path.ends_with("_test.cpp")) continue;
        const std::size_t slash = file.path.rfind('/');
        std::string folder = file.path.substr(0, slash);
        std::string name = file.path.substr(slash + 1);
        std::string listed;
        while (listed.empty() && folder != "tests") {
            const auto lists = std::ranges::find(tree(), folder + "/CMakeLists.txt", &File::path);
            if (lists != tree().end()) listed = lists->text;
            const std::size_t up = folder.rfind('/');
            if (listed.empty()) name.insert(0, folder.substr(up + 1) + "/");
            folder = folder.substr(0, up);
        }
        const bool by_pattern = listed.find("_test.cpp)") != std::string::npos &&
                                listed.find("GLOB") != std::string::npos;
        EXPECT_TRUE(by_pattern || listed.find(name) != std::string::npos)
            << file.path << " is in no CMakeLists.txt: nothing would run it";
    }
}

TEST(Tidy, AssertionsAreCountedForInformation) {
    for (const char* folder : {"engine", "failover", "sim", "reports"}) {
        std::size_t asserted = 0;
        std::size_t defined = 0;
        static const std::regex assertion(R"(\b(LOGIC|SIM)_ASSERT\s*\()");
        for (const File& file : tree()) {
            if (!file.is_source() || !file.below(folder)) continue;
            defined += static_cast<std::size_t>(std::ranges::count_if(
                functions(file), [](const Function& each) { return each.length > 0; }));
            for (const std::string& line : file.code) {
                if (std::regex_search(line, assertion)) ++asserted;
            }
        }
        std::cout << folder << ": " << asserted << " assertions in " << defined << " functions\n";
    }
    EXPECT_FALSE(tree().empty());
}

}  // namespace
}  // namespace tidy
