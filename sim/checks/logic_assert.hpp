// Reports every process of a proxy that its own assertion ended: the logic found itself wrong.
// The process died in the simulated world; the run went on.
#pragma once

#include "sim/checks/oracle.hpp"

namespace sim::checks {

class LogicAssert final : public Oracle {
  public:
    static constexpr std::string_view id = "logic_assert";

    explicit LogicAssert(const Surroundings&) {}

    void take(const engine::Record& record) override {
        if (facts::Kind{record.kind} != facts::Kind::logic_failed) return;
        Violation violation;
        violation.oracle = id;
        violation.subject.proxy = failover::ProxyId{static_cast<std::int32_t>(record.words[0])};
        violation.subject.role = static_cast<std::int32_t>(record.words[1]);
        violation.since = record.at();
        violation.at = record.at();
        violation.evidence.push_back(
            {Finding::process_died, record.number, record.at(), record.words[2]});
        found_.push_back(std::move(violation));
    }
    [[nodiscard]] std::vector<Violation> finish(engine::TrueTime) override {
        return std::move(found_);
    }

  private:
    std::vector<Violation> found_;
};

}  // namespace sim::checks
