// Files: guards before any library sees them, presets, variants, the reference, the caret.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "scenario_fixture.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/functions.hpp"
#include "sim/scenario/limits.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/source.hpp"
#include "sim/scenario/verbs.hpp"

namespace sim::scenario::tests {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// A folder of its own that is gone when the test ends.
class Files : public testing::Test {
  protected:
    Files()
        : folder_(fs::path(testing::TempDir()) /
                  ("scenario_" +
                   std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
        fs::create_directories(folder_);
    }
    ~Files() override { fs::remove_all(folder_); }
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;

    [[nodiscard]] std::string path(const std::string& name) const {
        return (folder_ / name).string();
    }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path(name), std::ios::binary) << text;
        return path(name);
    }
    [[nodiscard]] static std::string message(const std::string& file) {
        const auto parsed = load(file, catalogues());
        EXPECT_FALSE(parsed.value.has_value());
        return parsed.diagnostics.empty() ? "" : parsed.diagnostics[0].message;
    }

  private:
    fs::path folder_;
};

TEST_F(Files, ThatAreNoneAreErrorsAndNeverHang) {
    EXPECT_EQ(message(path("nothing.toml")), "cannot be read: No such file or directory");
    EXPECT_EQ(message(path("")), "is a directory");
    ASSERT_EQ(::mkfifo(path("pipe.toml").c_str(), 0600), 0);
    EXPECT_EQ(message(path("pipe.toml")), "is not a regular file");
    EXPECT_EQ(message("/dev/zero"), "is not a regular file");
}

TEST_F(Files, ThatAreTooLargeAreNotRead) {
    const std::string file = write("large.toml", std::string(limits::file_bytes + 1, '#'));
    EXPECT_EQ(message(file), "has 1048577 bytes; at most 1048576 are read");
}

TEST_F(Files, ExtendPresets) {
    std::string preset = cluster();
    preset += "[proxy]\nhealth_check_period = 10\nconnect_timeout = 500\n";
    write("preset.toml", preset);
    const std::string file = write("story.toml",
                                   "version = 1\ntitle = \"mine\"\nextends = \"preset.toml\"\n"
                                   "[proxy]\nhealth_check_period = 3\n"
                                   "[[host]]\nname = \"node103\"\naddress = \"192.168.1.203\"\n"
                                   "[[step]]\nname = \"it\"\ncheck = \"running(node103)\"\n");
    const auto parsed = load(file, catalogues());
    ASSERT_TRUE(parsed.value.has_value()) << render(parsed.diagnostics);
    const Scenario& s = parsed.value->front();
    EXPECT_EQ(s.title, "mine");
    EXPECT_EQ(s.hosts.size(), 3U);
    EXPECT_EQ(s.hosts[2].address, "192.168.1.203");
    EXPECT_TRUE(s.hosts[2].database.has_value());
    EXPECT_EQ(s.proxies[0].parameters[0], failover::ParameterValue{std::int64_t{3'000'000'000}});
    EXPECT_EQ(s.proxies[0].parameters[1], failover::ParameterValue{std::int64_t{500'000'000}});
}

TEST_F(Files, WithMistakesInPresetsPointThere) {
    write("preset.toml", "version = 1\n[proxy]\nhealth_check_period = \"x\"\n");
    const std::string file =
        write("story.toml", "extends = \"preset.toml\"\n" + with_step("check = \"true\""));
    const auto parsed = load(file, catalogues());
    ASSERT_EQ(parsed.diagnostics.size(), 1U) << render(parsed.diagnostics);
    EXPECT_EQ(parsed.diagnostics[0].file, path("preset.toml"));
    EXPECT_EQ(parsed.diagnostics[0].line, "health_check_period = \"x\"");
    write("preset.toml", "[[step]]\nname = \"it\"\n");
    EXPECT_EQ(message(file), "a preset gives a cluster; `step` belongs to a story");
    write("preset.toml", "extends = \"preset.toml\"\n");
    EXPECT_EQ(message(file), "presets extend presets more than 4 deep");
}

TEST(Guards, RefuseWhatTheLibraryMustNotSee) {
    const auto refused = [](const std::string& text) {
        const auto problem = guard(text);
        return problem ? problem->message : std::string();
    };
    EXPECT_EQ(refused(std::string("a = \0", 5)), "a NUL byte");
    EXPECT_EQ(refused("a = \"\xff\""), "not UTF-8");
    EXPECT_EQ(refused("a = \"\xc0\x80\""), "not UTF-8") << "an overlong form";
    EXPECT_EQ(refused("a = \"\xed\xa0\x80\""), "not UTF-8") << "a surrogate";
    EXPECT_EQ(refused("\xcc\xbf = 1"), "this character cannot stand here") << "U+033F";
    EXPECT_EQ(refused("a = [*]"), "`*` is no value");
    EXPECT_EQ(refused("[*"), "`*` is no value");
    EXPECT_EQ(refused(std::string(33, '[')), "brackets nested deeper than 32");
    EXPECT_EQ(refused(std::string(200'000, 'a')), "a key or word of more than 200 characters");
    std::string dotted = "a";
    for (int i = 0; i < 9; ++i) dotted += ".a";
    EXPECT_EQ(refused(dotted + " = 1"), "a key of more than 8 parts");
    EXPECT_EQ(refused("[" + dotted + "]"), "a key of more than 8 parts");
    EXPECT_EQ(refused(std::string(limits::file_bytes + 1, ' ')).substr(0, 12), "the file has");
    EXPECT_EQ(refused("# " + std::string(30'000, 'x')), "a line of more than 20000 bytes");
    EXPECT_EQ(refused("a = \"[[[[ *\" # [* \xe6\x95\xb0\nb = '''\n[*'''\n"), "");
    EXPECT_EQ(refused(with_step("check = \"true\"")), "");
}

TEST(Guards, LetTheLibrarySurviveWhateverPassesThem) {
    const std::string seed =
        with_step("pool_nodes.node101 = '''\nnode_id\n0\n'''\ncheck = \"true\"");
    std::uint64_t state = 7;
    const auto next = [&state](std::uint64_t below) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        return (state >> 33U) % below;
    };
    constexpr std::string_view alphabet = "[]{}=\"'.,#\n \t*-_0a1T:Z\\u\x7f\x01";
    for (int round = 0; round < 2'000; ++round) {
        std::string text = seed;
        for (std::uint64_t n = 1 + next(6); n-- > 0;) {
            const std::size_t at = next(text.size());
            if (next(2) == 0)
                text[at] = alphabet[next(alphabet.size())];
            else
                text.erase(at, 1 + next(20));
        }
        const auto parsed = load_text("x.toml", text, catalogues());
        EXPECT_EQ(parsed.value.has_value(), parsed.diagnostics.empty());
        static_cast<void>(render(parsed.diagnostics));
    }
}

TEST(Variants, RunTheSameStoryUnderOtherSettings) {
    const auto parsed =
        load_text("x.toml",
                  with_step("check = \"running(node103)\"") +
                      "[[variant]]\nname = \"no check\"\n"
                      "set = { \"proxy.health_check_period\" = 7, "
                      "\"host.node102.proxy.port\" = 5555, "
                      "\"host.node103.database.port\" = 5432 }\n"
                      "outcome = \"violates:stale_down\"\n"
                      "[[variant.step]]\nname = \"it\"\ncheck = \"running(node102)\"\n",
                  catalogues());
    ASSERT_TRUE(parsed.value.has_value()) << render(parsed.diagnostics);
    ASSERT_EQ(parsed.value->size(), 2U);
    const Scenario& story = parsed.value->at(0);
    const Scenario& variant = parsed.value->at(1);
    EXPECT_EQ(story.variant, "");
    EXPECT_EQ(story.proxies[1].port, 9999);
    EXPECT_EQ(story.steps[0].observations[0].condition.source, "running(node103)");
    EXPECT_EQ(variant.variant, "no check");
    EXPECT_EQ(variant.outcome, "stale_down");
    EXPECT_EQ(variant.proxies[0].parameters[0],
              failover::ParameterValue{std::int64_t{7'000'000'000}});
    EXPECT_EQ(variant.proxies[0].port, 9999);
    EXPECT_EQ(variant.proxies[1].port, 5555);
    EXPECT_EQ(variant.databases[2].port, 5432);
    EXPECT_EQ(variant.databases[2].application_name, "node3");
    EXPECT_EQ(variant.steps[0].observations[0].condition.source, "running(node102)");
}

TEST(Carets, StandRightBehindTabsAndWideCharacters) {
    Diagnostic d;
    d.place = {3, 3};
    d.length = 2;
    d.message = "wrong";
    d.help = "better";
    d.file = "x.toml";
    d.line =
        "\t\xe6\x95\xb0"
        "ab";
    const std::vector<Diagnostic> one{d};
    EXPECT_EQ(render(one),
              "error: wrong\n --> x.toml:3:3\n  |\n3 |     \xe6\x95\xb0"
              "ab\n  |       ^^\n  = help: better\n"
              "\n1 error; nothing was run\n");
}

TEST(Carets, CountATabOfTheFileAsOneColumn) {
    EXPECT_EQ(first_message(with_step("\tcheck\t=\t\"runing(node103)\"")),
              "19:11: unknown function `runing`");
}

TEST(Carets, AreFoundInsideEscapesAndLongStrings) {
    const std::string text = "a = \"x\\u00e9\\ty\"\nb = \"\"\"\none\n  two\"\"\"\nc = '''x\\n'''\n";
    EXPECT_EQ(inside_string(text, {1, 5}, 0), (Place{1, 6}));
    EXPECT_EQ(inside_string(text, {1, 5}, 1), (Place{1, 7}));
    EXPECT_EQ(inside_string(text, {1, 5}, 3), (Place{1, 13})) << "two bytes, six characters";
    EXPECT_EQ(inside_string(text, {1, 5}, 4), (Place{1, 15}));
    EXPECT_EQ(inside_string(text, {2, 5}, 0), (Place{3, 1}));
    EXPECT_EQ(inside_string(text, {2, 5}, 6), (Place{4, 3}));
    EXPECT_EQ(inside_string(text, {5, 5}, 2), (Place{5, 10})) << "no escapes in literal strings";
}

TEST(Nearest, IsAWordThatCouldHaveBeenMeant) {
    constexpr std::string_view words[] = {"expect", "within", "hold", "never"};
    EXPECT_EQ(nearest("expct", words), "expect");
    EXPECT_EQ(nearest("wihtin", words), "within");
    EXPECT_EQ(nearest("hodl", words), "hold");
    EXPECT_EQ(nearest("database", words), "");
}

TEST(Reference, NamesEveryKeyActionAndFunctionOfTheTables) {
    const std::string text = reference();
    for (const Section* section : sections()) {
        EXPECT_NE(text.find(section->name), std::string::npos) << section->name;
        for (const Key& key : section->keys) {
            EXPECT_NE(text.find(std::string("  ") + std::string(key.name)), std::string::npos)
                << key.name;
            EXPECT_FALSE(key.meaning.empty()) << key.name;
        }
    }
    for (const VerbRule& rule : verb_rules()) {
        EXPECT_NE(text.find(rule.name), std::string::npos) << rule.name;
        EXPECT_FALSE(rule.meaning.empty()) << rule.name;
    }
    for (const FunctionText& function : functions()) {
        EXPECT_NE(text.find(function.signature), std::string::npos) << function.name;
    }
}

TEST(Verbs, EveryOneStandsInTheTableOnce) {
    for (int verb = 0; verb <= static_cast<int>(Verb::wait); ++verb) {
        const auto count =
            std::ranges::count(verb_rules(), static_cast<Verb>(verb), &VerbRule::verb);
        EXPECT_EQ(count, 1) << verb;
    }
}

}  // namespace

}  // namespace sim::scenario::tests
