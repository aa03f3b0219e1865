// SIM_ASSERT: the simulator itself is wrong. Throws; whoever drives the run (it alone knows
// scenario, seed and event) prints all of it and aborts: a wrong hospital must not report.
#pragma once

#include <exception>

namespace engine {

/// Carries literals only.
class SimulatorFailure : public std::exception {
  public:
    SimulatorFailure(const char* condition, const char* file, int line)
        : condition_(condition), file_(file), line_(line) {}
    [[nodiscard]] const char* what() const noexcept override { return condition_; }
    [[nodiscard]] const char* file() const { return file_; }
    [[nodiscard]] int line() const { return line_; }

  private:
    const char* condition_;
    const char* file_;
    int line_;
};

[[noreturn]] void simulator_failed(const char* condition, const char* file, int line);

}  // namespace engine

#define SIM_ASSERT(condition)           \
    ((condition) ? static_cast<void>(0) \
                 : ::engine::simulator_failed(#condition, __FILE__, __LINE__))
