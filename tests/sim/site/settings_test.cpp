#include "sim/site/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "failover/logics/interlock/config.hpp"
#include "sim/site/keys.hpp"

namespace sim::site {
namespace {

using Written = Setting::Written;

std::vector<Setting> settings_of(const std::string& text) {
    scenario::Reader reader;
    const std::uint16_t file = reader.add_source("pgpool.conf", text);
    auto settings = read_settings(reader, file);
    EXPECT_TRUE(reader.diagnostics().empty()) << render(reader.diagnostics());
    return settings;
}

std::string value_of(const std::string& line) {
    const auto settings = settings_of(line);
    EXPECT_EQ(settings.size(), 1U) << line;
    return settings.empty() ? "" : settings.front().text;
}

TEST(Settings, AreKeysAndValuesWithOrWithoutAnEqualsSign) {
    EXPECT_EQ(value_of("port = 9999"), "9999");
    EXPECT_EQ(value_of("port=9999"), "9999");
    EXPECT_EQ(value_of("\tport 9999  # where clients connect"), "9999");
    EXPECT_EQ(value_of("port = 9999#x"), "9999");
}

TEST(Settings, CommentsAndEmptyLinesAreNone) {
    EXPECT_TRUE(settings_of("").empty());
    EXPECT_TRUE(settings_of("\n\n  # port = 9999\n\t\n").empty());
}

TEST(Settings, QuotedTextsKeepBlanksAndMarksOfComments) {
    EXPECT_EQ(value_of("failover_command = '/x.sh %d # not a comment'"),
              "/x.sh %d # not a comment");
    EXPECT_EQ(value_of("delegate_IP = ''"), "");
}

TEST(Settings, TwoQuotesAndABackslashStandForOne) {
    EXPECT_EQ(value_of("wd_authkey = 'it''s'"), "it's");
    EXPECT_EQ(value_of(R"(wd_authkey = 'it\'s \\ it')"), R"(it's \ it)");
}

TEST(Settings, SayHowTheyAreWritten) {
    const auto settings = settings_of("a = 'x'\nb = on\nc = -7\nd = 0.5\ne = 'on'\n");
    ASSERT_EQ(settings.size(), 5U);
    EXPECT_EQ(settings[0].written, Written::quoted);
    EXPECT_EQ(settings[1].written, Written::word);
    EXPECT_EQ(settings[2].written, Written::integer);
    EXPECT_EQ(settings[2].number, -7);
    EXPECT_EQ(settings[3].written, Written::decimal);
    EXPECT_EQ(settings[4].written, Written::quoted);
}

TEST(Settings, LinesMayEndAsOnWindows) {
    const auto settings = settings_of("port = 9999\r\nssl = off\r\n");
    ASSERT_EQ(settings.size(), 2U);
    EXPECT_EQ(settings[0].text, "9999");
    EXPECT_EQ(settings[1].text, "off");
}

TEST(Settings, PlacesCountCharactersNotBytes) {
    const auto settings = settings_of("\n  wd_authkey = 'é' # é\n");
    ASSERT_EQ(settings.size(), 1U);
    EXPECT_EQ(settings[0].key_spot.place, (scenario::Place{2, 3}));
    EXPECT_EQ(settings[0].spot.place, (scenario::Place{2, 16}));
    EXPECT_EQ(settings[0].spot.length, 3U);
}

TEST(Keys, NumberedOnesNeedTheirNumberAndOthersTakeNone) {
    EXPECT_NE(find_key("backend_port0"), nullptr);
    EXPECT_NE(find_key("backend_port127"), nullptr);
    EXPECT_EQ(find_key("backend_port"), nullptr);
    EXPECT_NE(find_key("port"), nullptr);
    EXPECT_EQ(find_key("port0"), nullptr);
}

TEST(Keys, StandOnceHereOrInTheCatalogueOfTheLogic) {
    std::vector<std::string_view> names;
    for (const KnownKey& known : known_keys()) names.push_back(known.takes.name);
    for (const auto& parameter : failover::interlock::parameters()) {
        names.push_back(parameter.name);
    }
    std::ranges::sort(names);
    EXPECT_EQ(std::ranges::adjacent_find(names), names.end());
    EXPECT_GE(names.size(), 130U);
}

}  // namespace
}  // namespace sim::site
