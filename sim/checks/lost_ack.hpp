// Finds commits that were acknowledged after standbys had confirmed them, and that a later primary
// does not have: a promise was broken, or the wrong standby promoted (postgres-model §8.3, §8.5
// V1). What was acknowledged without a standby may be lost with its primary: reports count it as
// RPO.
#pragma once

#include "sim/checks/oracle.hpp"

namespace sim::checks {

class LostAck final : public Oracle {
  public:
    static constexpr std::string_view id = "lost_ack";

    explicit LostAck(const Surroundings&) {}

    void take(const engine::Record& record) override {
        using facts::Kind;
        const Kind kind{record.kind};
        if (kind == Kind::database_role &&
            static_cast<facts::DatabaseRole>(record.words[1]) == facts::DatabaseRole::primary) {
            promoted_ = {Finding::promoted, record.number, record.at(), 0};
        }
        if (kind != Kind::commits_lost) return;
        const auto promise = static_cast<facts::Promise>(record.words[0] >> 8U & 0xffU);
        const bool at_the_end = record.words[0] >> 16U != 0;
        // The end tells of all that is gone; what a promotion lost has been told then.
        if (promise != facts::Promise::replicated || (at_the_end && !found_.empty())) return;
        Violation violation;
        violation.oracle = id;
        violation.subject.database = facts::DatabaseId{static_cast<std::int32_t>(record.words[1])};
        violation.since = promoted_.since;
        violation.at = record.at();
        violation.evidence = {promoted_,
                              {Finding::commits_lost, record.number, record.at(),
                               static_cast<std::int64_t>(record.words[2])}};
        found_.push_back(std::move(violation));
    }
    [[nodiscard]] std::vector<Violation> finish(engine::TrueTime) override {
        return std::move(found_);
    }

  private:
    Evidence promoted_;  ///< the latest
    std::vector<Violation> found_;
};

}  // namespace sim::checks
