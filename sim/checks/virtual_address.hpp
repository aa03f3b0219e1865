// Two oracles of the proxies' virtual address: two hosts have it, or none has although a proxy
// leads with a quorum.
#pragma once

#include "sim/checks/lasting.hpp"

namespace sim::checks {

/// Grace: the lifecheck's, an election's, and the longest of the proxies' commands.
class VirtualAddress : public Lasting {
  protected:
    explicit VirtualAddress(const Surroundings& surroundings);
    [[nodiscard]] const Grace& grace() const { return grace_; }
    /// Some proxy's file names one.
    [[nodiscard]] bool configured() const { return configured_; }
    [[nodiscard]] std::size_t holders() const;

  private:
    Grace grace_;
    bool configured_ = false;
};

class VipConflict final : public VirtualAddress {
  public:
    static constexpr std::string_view id = "vip_conflict";

    explicit VipConflict(const Surroundings& surroundings) : VirtualAddress(surroundings) {}

  private:
    /// The cluster.
    [[nodiscard]] std::size_t subjects() const override { return 1; }
    [[nodiscard]] Look look(std::size_t subject) const override;
    [[nodiscard]] Violation describe(std::size_t subject) const override;
};

class VipMissing final : public VirtualAddress {
  public:
    static constexpr std::string_view id = "vip_missing";

    explicit VipMissing(const Surroundings& surroundings) : VirtualAddress(surroundings) {}

  private:
    /// A proxy each, as the leader.
    [[nodiscard]] std::size_t subjects() const override;
    [[nodiscard]] Look look(std::size_t subject) const override;
    [[nodiscard]] Violation describe(std::size_t subject) const override;
};

}  // namespace sim::checks
