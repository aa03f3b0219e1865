// Files to scenarios: guards, presets, the story, its variants.
#include "sim/scenario/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "sim/scenario/context.hpp"
#include "sim/scenario/limits.hpp"
#include "sim/scenario/variant.hpp"

namespace sim::scenario {

namespace {

using Kind = Entry::Kind;

/// Keys that a preset may give: a cluster, no story.
constexpr std::string_view preset_keys[] = {"version", "title", "source",   "extends",
                                            "cluster", "host",  "database", "proxy",
                                            "choices", "load",  "link"};

bool may_preset_give(const Field& field) {
    return std::ranges::find(preset_keys, field.key) != std::end(preset_keys);
}

class Loader {
  public:
    explicit Loader(const LogicCatalogues& catalogues) : catalogues_(catalogues) {}

    /// The tree of a text, presets merged in; none after a complaint.
    std::optional<Entry> read(const std::string& name, std::string text, std::size_t depth) {
        const std::uint16_t file = reader_.add_source(name, normalised(std::move(text)));
        Document document = read_document(reader_.text_of(file), file);
        if (!document.root) return refuse(file, document.problem);
        if (!extend(*document.root, name, depth)) return std::nullopt;
        return std::move(document.root);
    }
    std::optional<Entry> refuse(std::uint16_t file, const Diagnostic& problem) {
        Spot spot{file, problem.place, problem.length};
        reader_.complain(spot, problem.message, problem.help);
        return std::nullopt;
    }

    Parsed<std::vector<Scenario>> finish(const std::string& name, const Entry& root) {
        if (root.fields.empty()) {  // one mistake, not one for each key that is missing
            reader_.complain(Spot{0, {1, 1}, 1}, "there is nothing in this file",
                             "'simrun help scenario' says what a story needs");
            return result();
        }
        std::vector<Scenario> scenarios;
        if (is_preset(root)) {
            reader_.complain(root.spot, "this is a preset, not a story: it gives a cluster",
                             fmt::format("a story takes it with: extends = \"{}\"",
                                         std::filesystem::path(name).filename().string()));
            return result();
        }
        scenarios.push_back(compile(name, root, {}));
        compile_variants(name, root, scenarios);
        return result(std::move(scenarios));
    }
    Parsed<std::vector<Scenario>> result(std::vector<Scenario> scenarios = {}) {
        Parsed<std::vector<Scenario>> parsed;
        parsed.diagnostics = std::move(reader_.diagnostics());
        std::ranges::stable_sort(parsed.diagnostics, [](const Diagnostic& a, const Diagnostic& b) {
            return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
        });
        if (parsed.diagnostics.empty()) parsed.value = std::move(scenarios);
        return parsed;
    }
    /// A preset by itself. One without hosts gives settings alone; only its keys are looked at.
    std::vector<Diagnostic> finish_preset(const std::string& name, const Entry& root) {
        std::vector<Key> keys;
        for (Key key : schema::top.keys) {
            if (std::ranges::find(preset_keys, key.name) == std::end(preset_keys)) continue;
            key.required = key.name == "version";
            keys.push_back(key);
        }
        reader_.check(root, Section{"a preset", schema::top.meaning, keys});
        Scenario scenario;
        scenario.path = name;
        Context context{reader_, catalogues_, scenario};
        if (root.find("host") != nullptr) compile_cluster(context, root);
        if (!scenario.hosts.empty()) {
            compile_links(context, root);
            compile_loads(context, root);
            compile_choices(context, root);
        }
        return result().diagnostics;
    }
    Reader& reader() { return reader_; }

  private:
    /// A cluster with neither title nor story.
    static bool is_preset(const Entry& root) {
        if (root.find("host") == nullptr || root.find("title") != nullptr) return false;
        return std::ranges::all_of(root.fields, [](const Field& field) {
            return std::ranges::find(preset_keys, field.key) != std::end(preset_keys);
        });
    }

    Scenario compile(const std::string& name, const Entry& root, const std::string& variant) {
        Scenario scenario;
        scenario.path = name;
        scenario.variant = variant;
        Context context{reader_, catalogues_, scenario};
        compile_head(context, root);
        compile_cluster(context, root);
        // Without hosts every later name would be wrong, too.
        if (scenario.hosts.empty()) return scenario;
        compile_links(context, root);
        compile_loads(context, root);
        compile_choices(context, root);
        compile_steps(context, root);
        compile_conditions_of_run(context, root);
        std::size_t observations =
            scenario.always.size() + scenario.never.size() + scenario.sometimes.size();
        for (const Step& step : scenario.steps) observations += step.observations.size();
        if (observations > limits::observations) {
            reader_.complain(root.spot,
                             fmt::format("more than {} observations", limits::observations));
        }
        return scenario;
    }

    void compile_variants(const std::string& name, const Entry& root,
                          std::vector<Scenario>& scenarios) {
        const Entry* list = root.find("variant");
        if (list == nullptr || list->kind != Kind::array) return;
        if (list->elements.size() > limits::variants) {
            reader_.complain(list->spot, fmt::format("more than {} variants", limits::variants));
            return;
        }
        for (const Entry& table : list->elements) {
            if (table.kind != Kind::table) continue;
            reader_.check(table, schema::variant);
            const std::string called = reader_.text(table, "name").value_or("");
            for (const Scenario& other : scenarios) {
                if (other.variant != called) continue;
                reader_.complain(table.spot,
                                 called.empty()
                                     ? "a variant needs a name"
                                     : fmt::format("there is already a variant `{}`", called));
            }
            scenarios.push_back(compile(name, with_variant(reader_, root, table), called));
        }
    }

    // ---- presets ------------------------------------------------------------------------------

    bool extend(Entry& root, const std::string& name, std::size_t depth) {
        const Entry* extends = root.find("extends");
        if (extends == nullptr || extends->kind != Kind::string) return true;
        if (depth >= limits::preset_depth || reader_.source_count() > limits::preset_files) {
            reader_.complain(extends->spot, fmt::format("presets extend presets more than {} deep",
                                                        limits::preset_depth));
            return false;
        }
        const std::filesystem::path path =
            std::filesystem::path(name).parent_path() / std::filesystem::path(extends->text);
        FileText file = read_file(path.string());
        if (!file.text) {
            reader_.complain(extends->spot, fmt::format("{}: {}", path.string(), file.problem));
            return false;
        }
        const auto preset = read(path.string(), std::move(*file.text), depth + 1);
        if (!preset) return false;
        bool good = true;
        for (const Field& field : preset->fields) {
            if (may_preset_give(field)) continue;
            reader_.complain(field.spot, fmt::format("a preset gives a cluster; `{}` belongs to a "
                                                     "story",
                                                     field.key));
            good = false;
        }
        if (good) merge_preset(root, *preset);
        return good;
    }

    const LogicCatalogues& catalogues_;
    Reader reader_;
};

}  // namespace

Parsed<std::vector<Scenario>> load_text(const std::string& name, std::string_view text,
                                        const LogicCatalogues& catalogues) {
    Loader loader(catalogues);
    const auto root = loader.read(name, std::string(text), 0);
    if (!root) return loader.result();
    return loader.finish(name, *root);
}

Parsed<std::vector<Scenario>> load(const std::string& path, const LogicCatalogues& catalogues) {
    FileText file = read_file(path);
    if (file.text) return load_text(path, *file.text, catalogues);
    Loader loader(catalogues);
    loader.reader().complain_of_file(path, file.problem);
    return loader.result();
}

std::vector<Diagnostic> check_preset(const std::string& path, const LogicCatalogues& catalogues) {
    Loader loader(catalogues);
    FileText file = read_file(path);
    if (!file.text) {
        loader.reader().complain_of_file(path, file.problem);
        return loader.result().diagnostics;
    }
    const auto root = loader.read(path, std::move(*file.text), 0);
    return root ? loader.finish_preset(path, *root) : loader.result().diagnostics;
}

bool is_preset(const std::string& path) {
    const FileText file = read_file(path);
    if (!file.text) return false;
    const Document document = read_document(normalised(*file.text), 0);
    if (!document.root || document.root->find("step") != nullptr) return false;
    return std::filesystem::path(path).parent_path().filename() == "presets" ||
           std::ranges::all_of(document.root->fields, may_preset_give);
}

}  // namespace sim::scenario
