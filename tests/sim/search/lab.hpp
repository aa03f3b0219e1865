// A cluster with an experiment's settings, read as `simrun chaos` reads a file: what tests of plans
// and of what becomes of them begin with.
#pragma once

#include <string>

#include "sim/scenario/load.hpp"
#include "sim/search/experiment.hpp"
#include "sim/simrun/laboratory.hpp"
#include "sim/simrun/program.hpp"

namespace sim::search::tests {

/// The preset of two proxies and three databases, and `more` as further TOML.
class Lab {
  public:
    explicit Lab(const std::string& more = {}, std::string_view preset = {})
        : catalogues_(simrun::builtin_logics()),
          laboratory_(simrun::laboratory_of(catalogues_, simrun::builtin_logics())) {
        const std::string path = std::string(SIMRUN_SOURCE_DIR) + "/scenarios/chaos.toml";
        const std::string text =
            "version = 1\nextends = \"presets/two_proxies_three_databases.toml\"\n" + more;
        auto base = scenario::load_tree_text(path, text, laboratory_.catalogues);
        for (const auto& problem : base.diagnostics) problems += problem.message + "\n";
        if (!base.value) return;
        experiment_ = std::make_unique<Experiment>(path, std::move(*base.value), laboratory_);
        for (const auto& problem : experiment_->configure(preset)) {
            problems += problem.message + "\n";
        }
    }

    [[nodiscard]] const Experiment& experiment() const { return *experiment_; }
    [[nodiscard]] const Laboratory& laboratory() const { return laboratory_; }

    std::string problems;

  private:
    simrun::Catalogues catalogues_;
    Laboratory laboratory_;
    std::unique_ptr<Experiment> experiment_;
};

}  // namespace sim::search::tests
