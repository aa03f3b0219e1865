// Whatever makes a run differ from the next is found by `simrun FILE --check`, and named: the lane,
// and the first differing event of both with time, target and what the process wanted.
#include "tests/determinism/planted.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <type_traits>

#include "engine/record.hpp"
#include "sim/simrun/program.hpp"
#include "sim/world/event.hpp"

namespace planted {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const std::string file = SIMRUN_SOURCE_DIR "/tests/determinism/files/two_players.toml";
const std::string second_run = "a second run: ";
const std::string on_copies = "a run on copies of the world: ";
const std::string elsewhere =
    "a run on another thread, where memory is shifted and full of rubbish: ";

struct Checked {
    int exit_code = 0;
    std::string said;
};

/// The program on the toy's story, where "toy" is a logic with that fault.
template <class Fault>
Checked simrun(const std::vector<std::string>& options) {
    const std::array logics{sim::world::logic_entry<Toy<Fault>>("toy", "a toy")};
    Checked checked;
    sim::simrun::Output out(checked.said);
    std::vector<std::string> arguments{file};
    arguments.insert(arguments.end(), options.begin(), options.end());
    checked.exit_code = sim::simrun::run_program(arguments, logics, out, out);
    return checked;
}

template <class Fault>
Checked check() {
    return simrun<Fault>({"--check"});
}

/// The first difference is the timer of a process, and everything about it is said.
void expect_named(const Checked& checked) {
    EXPECT_EQ(checked.exit_code, 4) << checked.said;
    EXPECT_THAT(checked.said, HasSubstr("lanes that differ: "));
    EXPECT_THAT(checked.said, HasSubstr("watchdog"));
    EXPECT_THAT(checked.said, ContainsRegex("the same in both up to event [0-9]+\n"
                                            "    both   .*lane watchdog  process_[a-z]+  "
                                            "(left|right)/player pid [0-9]+"));
    for (const char* side : {"one", "other"}) {
        EXPECT_THAT(checked.said,
                    ContainsRegex("    " + std::string(side) +
                                  " +-?[0-9]+:[0-9.]+  lane watchdog  wants SetTimer  at_least "
                                  "1000ms  at_most [0-9]+"));
    }
}

TEST(Planted, WithoutAFaultAllWaysOfRunningAreTheSame) {
    const Checked checked = check<Nothing>();
    EXPECT_EQ(checked.exit_code, 0) << checked.said;
    for (const std::string& way : {second_run, on_copies, elsewhere}) {
        EXPECT_THAT(checked.said, HasSubstr(way + "the same\n"));
    }
}

TEST(Planted, AnAddressInADecisionIsFoundWhereMemoryIsShifted) {
    const Checked checked = check<AddressHashed>();
    expect_named(checked);
    EXPECT_THAT(checked.said, HasSubstr(elsewhere + "DIFFERENT\n"));
}

TEST(Planted, AWallClockInADecisionIsFoundByRunningTwice) {
    const Checked checked = check<WallClockRead>();
    expect_named(checked);
    EXPECT_THAT(checked.said, HasSubstr(second_run + "DIFFERENT\n"));
}

TEST(Planted, AStaticCounterIsFoundByRunningTwice) {
    const Checked checked = check<StaticCounter>();
    expect_named(checked);
    EXPECT_THAT(checked.said, HasSubstr(second_run + "DIFFERENT\n"));
    // The very first timer differs already: the first run has counted before.
    EXPECT_THAT(checked.said, ContainsRegex("one .*at_most 1100000001ns"));
}

TEST(Planted, StateThatACopyLeavesBehindIsFoundOnCopiesOnly) {
    const Checked checked = check<LeftBehindByCopies>();
    expect_named(checked);
    EXPECT_THAT(checked.said, HasSubstr(second_run + "the same\n"));
    EXPECT_THAT(checked.said, HasSubstr(on_copies + "DIFFERENT\n"));
    EXPECT_THAT(checked.said, HasSubstr(elsewhere + "the same\n"));
}

// AddressSanitizer fills what is allocated with a byte of its own, the same in every run.
#if !defined(__has_feature)
#define __has_feature(feature) 0
#endif
#if !__has_feature(address_sanitizer)
TEST(Planted, AnUninitialisedByteInAPayloadIsFoundWhereMemoryIsFullOfRubbish) {
    const Checked checked = check<PaddingRead>();
    expect_named(checked);
    EXPECT_THAT(checked.said, HasSubstr(elsewhere + "DIFFERENT\n"));
}
#endif

TEST(Planted, PayloadsWithPaddingAreNoEventsAndNoRecords) {
    // What engine::Agenda and engine::Record demand of their types, and Payload has not.
    EXPECT_FALSE(std::has_unique_object_representations_v<PaddingRead::Payload>);
    EXPECT_TRUE(std::has_unique_object_representations_v<sim::world::Event>);
    EXPECT_TRUE(std::has_unique_object_representations_v<engine::Record>);
}

TEST(Planted, TwoBuildsThatDifferArePartedByDiffOfTheirEvents) {
    const std::string one = simrun<Nothing>({"--events"}).said;
    const std::string other = simrun<LeftBehindByCopies>({"--events"}).said;
    EXPECT_EQ(one, simrun<Nothing>({"--events"}).said);
    const auto parting = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
    const std::size_t at = one.rfind('\n', static_cast<std::size_t>(parting.first - one.begin()));
    EXPECT_THAT(one.substr(at + 1, one.find('\n', at + 1) - at - 1),
                HasSubstr("lane watchdog  wants SetTimer  at_least 1000ms  at_most 1100000007ns"));
    EXPECT_THAT(one, Not(HasSubstr("word1")));
}

}  // namespace
}  // namespace planted
