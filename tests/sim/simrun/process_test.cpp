// Streams, signals and terminals: what only a process of its own can show.
#include "process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "program.hpp"

namespace sim::simrun::tests {

namespace {

using testing::HasSubstr;
using testing::Not;

/// Columns of the widest line. Every character of the program's texts is one column wide.
std::size_t widest_line(const std::string& text) {
    std::istringstream lines(text);
    std::size_t widest = 0;
    for (std::string line; std::getline(lines, line);) {
        std::size_t columns = 0;
        bool escape = false;
        for (const char c : line) {
            if (c == '\x1b') escape = true;
            const bool starts = (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
            if (!escape && starts && c != '\r') ++columns;
            if (escape && c == 'm') escape = false;
        }
        widest = std::max(widest, columns);
    }
    return widest;
}

TEST(Program, AReaderThatGoesAwayEndsALongListQuietly) {
    const Ended ended = run_child({.arguments = {ours("scenarios"), "--seeds", "1..300"},
                                   .screen = Screen::pipe_closed_after_first_byte});
    EXPECT_EQ(ended.signal, 0);
    EXPECT_EQ(ended.err, "");
}

TEST(Program, AFullDiskIsToldAndIsAnErrorOfUsage) {
    const Ended ended =
        run_child({.arguments = {ours("scenarios/stale_down.toml")}, .screen = Screen::full_disk});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.err, "simrun: cannot write: No space left on device\n");
}

TEST(Program, CtrlCInTheMiddleTellsWhatHasBeenDoneSoFar) {
    const Ended ended = run_child(
        {.arguments = {ours("scenarios"), "--seeds", "1..400"}, .signal_after_first_byte = SIGINT});
    EXPECT_EQ(ended.exit_code, 128 + SIGINT);
    EXPECT_THAT(ended.out, HasSubstr("interrupted: "));
    EXPECT_THAT(ended.out, HasSubstr("400 as expected"));
}

TEST(Program, ATerminalOfSixtyColumnsGetsLinesThatFit) {
    const Ended list = run_child({.arguments = {ours("scenarios")}, .screen = Screen::terminal_60});
    EXPECT_THAT(list.out, HasSubstr("stories: "));
    const Ended help = run_child({.arguments = {"help"}, .screen = Screen::terminal_60});
    EXPECT_LE(widest_line(help.out), 60U) << help.out;
    const Ended oracles =
        run_child({.arguments = {"help", "oracles"}, .screen = Screen::terminal_60});
    EXPECT_LE(widest_line(oracles.out), 60U) << oracles.out;
}

TEST(Program, ColoursAreForTerminalsAndNotForThoseWhoWantNone) {
    const std::vector<std::string> story{ours("scenarios/stale_down.toml")};
    EXPECT_THAT(run_child({.arguments = story, .screen = Screen::terminal_60}).out,
                HasSubstr("\x1b["));
    EXPECT_THAT(
        run_child(
            {.arguments = story, .screen = Screen::terminal_60, .environment = {"NO_COLOR=1"}})
            .out,
        Not(HasSubstr("\x1b[")));
    EXPECT_THAT(run_child({.arguments = story}).out, Not(HasSubstr("\x1b[")));
}

TEST(Program, AJUnitFileThatCannotBeWrittenIsToldBeforeAnythingIsRun) {
    const Ended ended =
        run_child({.arguments = {ours("scenarios"), "--junit", "/nowhere/results.xml"}});
    EXPECT_EQ(ended.exit_code, 2);
    EXPECT_EQ(ended.out, "");
    EXPECT_EQ(ended.err, "simrun: cannot write /nowhere/results.xml: No such file or directory\n");
    const Ended full = run_child({.arguments = {ours("scenarios"), "--junit", "/dev/full"}});
    EXPECT_EQ(full.exit_code, 2);
    EXPECT_EQ(full.err, "simrun: cannot write /dev/full: No space left on device\n");
}

}  // namespace

}  // namespace sim::simrun::tests
