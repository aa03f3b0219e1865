// Two oracles of who leads the watchdogs: two do, each with a quorum; or nobody does although a
// majority of the proxies is connected.
#pragma once

#include "sim/checks/lasting.hpp"

namespace sim::checks {

/// Of the cluster as a whole; the longest grace of its proxies counts.
class Leaders : public Lasting {
  protected:
    explicit Leaders(const Surroundings& surroundings);
    [[nodiscard]] std::size_t subjects() const final { return scene().proxies() < 2 ? 0 : 1; }
    [[nodiscard]] const Grace& grace() const { return grace_; }

  private:
    Grace grace_;
};

class TwoWdLeaders final : public Leaders {
  public:
    static constexpr std::string_view id = "two_wd_leaders";

    explicit TwoWdLeaders(const Surroundings& surroundings) : Leaders(surroundings) {}

  private:
    [[nodiscard]] Look look(std::size_t subject) const override;
    [[nodiscard]] Violation describe(std::size_t subject) const override;
};

class Leaderless final : public Leaders {
  public:
    static constexpr std::string_view id = "leaderless";

    explicit Leaderless(const Surroundings& surroundings) : Leaders(surroundings) {}

  private:
    [[nodiscard]] Look look(std::size_t subject) const override;
    [[nodiscard]] Violation describe(std::size_t subject) const override;
    /// Proxies that take part and all reach each other, beginning with that one.
    [[nodiscard]] std::vector<std::size_t> connected(std::size_t first) const;
    /// Such a group that is a majority and has no leader within reach; else empty.
    [[nodiscard]] std::vector<std::size_t> leaderless_majority() const;
};

}  // namespace sim::checks
