// What oracles have in common that find something wrong which lasts: it is excused for a grace
// that follows from the configuration, and as long as something pending could end it.
#pragma once

#include <optional>
#include <vector>

#include "sim/checks/scene.hpp"

namespace sim::checks {

class Lasting : public Oracle {
  public:
    void take(const engine::Record& record) final;
    [[nodiscard]] std::vector<Violation> finish(engine::TrueTime end) final;

  protected:
    /// One subject as it is now.
    struct Look {
        bool wrong = false;
        bool quiet = true;  ///< nothing pending could end it
        Grace grace;
        engine::TrueTime not_before;  ///< the grace begins then at the earliest
    };
    explicit Lasting(const Surroundings& surroundings) : scene_(surroundings) {}

    [[nodiscard]] virtual std::size_t subjects() const = 0;
    [[nodiscard]] virtual Look look(std::size_t subject) const = 0;
    /// Whom it is about and what was looked at; the rest is filled in.
    [[nodiscard]] virtual Violation describe(std::size_t subject) const = 0;
    [[nodiscard]] const Scene& scene() const { return scene_; }

  private:
    struct Case {
        std::optional<engine::TrueTime> wrong_since;
        std::optional<std::size_t> violation;  ///< index into found_ while it lasts
    };
    /// What is now lasts until `until`: is a grace over within that span?
    void settle(engine::TrueTime until, bool at_the_end);
    void settle(std::size_t subject, engine::TrueTime until, bool at_the_end);

    Scene scene_;
    std::vector<Case> cases_;
    std::vector<Violation> found_;
    engine::TrueTime now_;
};

[[nodiscard]] inline Evidence evidence(Finding finding, const Known& known,
                                       std::int64_t number = 0) {
    return {finding, known.record, known.since, number};
}
[[nodiscard]] inline Subject subject_of(std::size_t proxy, std::size_t database) {
    return {facts::DatabaseId{static_cast<std::int32_t>(database)},
            failover::ProxyId{static_cast<std::int32_t>(proxy)}, -1};
}

}  // namespace sim::checks
