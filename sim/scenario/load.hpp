// From a TOML file to scenarios: the story and its variants, checked against the tables of the
// format and compiled against a logic's catalogue. One syntax error, or all errors of meaning.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "failover/catalogue.hpp"
#include "sim/scenario/diagnostic.hpp"
#include "sim/scenario/document.hpp"
#include "sim/scenario/scenario.hpp"

namespace sim::scenario {

/// A logic that a file may name, with the texts that its logs are compiled against.
struct NamedCatalogue {
    std::string_view name;  ///< `logic = "…"`
    const failover::Catalogue* catalogue = nullptr;
};

/// How a vendor words the catalogue's texts; log lines of a file are read back through it.
struct DialectWords {
    struct Replacement {
        std::string_view from;  ///< as the catalogue has it: "pgpool"
        std::string_view to;    ///< as the vendor prints it: "kingbasecluster"
    };
    std::string_view name;                      ///< `dialect = "…"`
    std::span<const Replacement> replacements;  ///< applied in this order to a rendered text
    std::span<const std::string_view> dropped;  ///< keys of messages that it never prints
};

/// What a file is checked against: everything that lives outside the format itself.
struct LogicCatalogues {
    std::span<const NamedCatalogue> logics;
    std::span<const DialectWords> dialects;
    std::span<const std::string_view> oracles;  ///< ids that `outcome` and `waive` may name
};

/// Reads a file; element 0 is the story, the others its variants (Scenario::variant). `path` is
/// what diagnostics print. A directory, a pipe, a missing or unreadable file is a diagnostic.
[[nodiscard]] Parsed<std::vector<Scenario>> load(const std::string& path,
                                                 const LogicCatalogues& catalogues);

/// The same for a text at hand. `name` stands in diagnostics; presets are looked for beside it.
[[nodiscard]] Parsed<std::vector<Scenario>> load_text(const std::string& name,
                                                      std::string_view text,
                                                      const LogicCatalogues& catalogues);

/// The tree of a file with its presets merged in, for those who make scenarios of it. Its values
/// have no places.
[[nodiscard]] Parsed<Entry> load_tree(const std::string& path, const LogicCatalogues& catalogues);
[[nodiscard]] Parsed<Entry> load_tree_text(const std::string& name, std::string_view text,
                                           const LogicCatalogues& catalogues);

/// The story that a tree tells; its variants are left aside. `name` stands in diagnostics.
[[nodiscard]] Parsed<Scenario> compile_tree(const std::string& name, const Entry& root,
                                            const LogicCatalogues& catalogues);

/// Whether a file gives a cluster for stories to extend and tells none itself: it can be read, has
/// no steps, and none but a preset's keys unless it stands in a folder called `presets`.
[[nodiscard]] bool is_preset(const std::string& path);

/// What is wrong with a preset: as a story's cluster would be checked.
[[nodiscard]] std::vector<Diagnostic> check_preset(const std::string& path,
                                                   const LogicCatalogues& catalogues);

/// The reference of the format, made from the tables that the parser uses.
[[nodiscard]] std::string reference();

}  // namespace sim::scenario
