// LOGIC_ASSERT: the failover logic is wrong. Throws the one exception of this library; the host
// that stepped the logic ends that process as an abort would. The patient dies, not the hospital.
#pragma once

#include <exception>

namespace failover {

/// The one exception of failover/; carries literals only.
class LogicFailure : public std::exception {
  public:
    LogicFailure(const char* condition, const char* file, int line)
        : condition_(condition), file_(file), line_(line) {}
    [[nodiscard]] const char* what() const noexcept override { return condition_; }
    [[nodiscard]] const char* file() const { return file_; }
    [[nodiscard]] int line() const { return line_; }

  private:
    const char* condition_;
    const char* file_;
    int line_;
};

[[noreturn]] void logic_failed(const char* condition, const char* file, int line);

}  // namespace failover

#define LOGIC_ASSERT(condition) \
    ((condition) ? static_cast<void>(0) : ::failover::logic_failed(#condition, __FILE__, __LINE__))
