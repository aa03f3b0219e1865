// `simrun check`: what is wrong with files, without running any.
#include <fmt/format.h>

#include "sim/scenario/load.hpp"
#include "sim/simrun/commands.hpp"
#include "sim/simrun/files.hpp"
#include "sim/simrun/prepared.hpp"

namespace sim::simrun {

int check_files(const std::vector<std::string>& paths, const Surroundings& with) {
    const FoundFiles found = files_below(paths);
    const Catalogues catalogues(with.logics);
    std::size_t errors = 0;
    const auto tell = [&](const std::vector<scenario::Diagnostic>& diagnostics) {
        with.out.write(scenario::listing(diagnostics, with.out.style().width));
        errors += diagnostics.size();
    };
    tell(found.problems);
    for (const FoundFile& file : found.files) {
        if (with.out.closed()) break;
        tell(file.preset ? scenario::check_preset(file.path, catalogues.view())
                         : scenario::load(file.path, catalogues.view()).diagnostics);
    }
    with.out.write(fmt::format("{} file{}, {}\n", found.files.size(),
                               found.files.size() == 1 ? "" : "s",
                               scenario::counted_errors(errors)));
    return errors == 0 ? 0 : 2;
}

}  // namespace sim::simrun
