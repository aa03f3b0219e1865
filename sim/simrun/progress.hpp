// How far long work is: on a terminal in one line that changes, else a line at every tenth, so that
// a log of continuous integration stays short.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "sim/simrun/output.hpp"

namespace sim::simrun {

class ProgressLine {
  public:
    /// `of` pieces of work, called `what`: "plans".
    ProgressLine(Output& err, std::uint64_t of, std::string what);

    struct State {
        std::uint64_t done = 0;   ///< all in all
        std::uint64_t fresh = 0;  ///< of them since the program began
        std::string found;        ///< what it has come to so far: "3 failed in 2 classes"
    };
    void tell(const State& state);

  private:
    [[nodiscard]] std::string text(const State& state) const;

    Output& err_;
    std::uint64_t of_;
    std::string what_;
    bool terminal_;
    std::chrono::steady_clock::time_point began_;
    std::chrono::steady_clock::time_point told_{};
    std::uint64_t tenth_ = 0;
};

}  // namespace sim::simrun
