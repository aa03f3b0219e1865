// The program as a child process: with pipes, a terminal, a full disk, and signals in the middle.
// For what run_program cannot show; everything else is tested through it.
#pragma once

#include <string>
#include <vector>

namespace sim::simrun::tests {

/// What a child's standard output is.
enum class Screen {
    pipe,
    pipe_closed_after_first_byte,
    full_disk,
    terminal_60,  ///< of 60 columns
};

struct Start {
    std::vector<std::string> arguments;
    Screen screen = Screen::pipe;
    std::vector<std::string> environment{};  ///< "NO_COLOR=1"; besides PATH and a UTF-8 locale
    int signal_after_first_byte = 0;
};

struct Ended {
    std::string out;
    std::string err;
    int exit_code = -1;  ///< -1: a signal ended it
    int signal = 0;
};

/// Runs the program to its end; one that does not end within a minute is killed.
[[nodiscard]] Ended run_child(const Start& start);

}  // namespace sim::simrun::tests
