#include "commands/import_command.hpp"

#include "app/import.hpp"
#include "commands/open_shop.hpp"
#include "commands/terminal.hpp"

#include <CLI/CLI.hpp>

namespace kontor::app {

namespace {

constexpr auto help =
    R"(Each bad record is reported with its line, its column and the reason; good ones are kept. What the
shop says already is left alone, so that an import that was interrupted is completed by running it
again. Status 1 when a record was refused.)";

// What is said of a kind of file.
struct About {
    Subject subject;
    std::string_view description;
    std::string_view columns;
};

constexpr std::array abouts{
    About{
        Subject::products, "Products with their variants, made or brought up to date",
        R"(A CSV file has a row for each variant, headed slug, title, sku, price and, where wanted,
description, status, categories, currency, compare_at, stock, weight_grams, image, image_alt, ...,
options.<name>, attributes.<name>, price.<currency>, title:<language>; rows of one product repeat
its slug. A map says which column each of them comes from; see config/import/goodbooks.yaml. JSON
lines hold in each line a product as POST /v1/admin/products takes it.)"},
    About{Subject::variants, "What is said of variants that exist",
          "Columns: sku, and product, title, options.<name>, barcode, weight_grams, length_mm,\n"
          "width_mm, height_mm. An empty cell clears; a column that is not there changes nothing."},
    About{Subject::prices, "Prices of variants that exist",
          "Columns: sku, currency, amount, compare_at; amounts in the currency's smallest unit."},
    About{Subject::stock, "What was counted on hand",
          "Columns: sku, location, on_hand. Without a location: the first one."},
    About{Subject::categories, "The tree of categories",
          "Columns: slug, parent, name, position. A parent stands before those below it."},
};

std::optional<FileFormat> format_of(const std::filesystem::path& file) {
    auto extension = file.extension().string();
    return extension.empty() ? std::nullopt
                             : platform::enum_from_name<FileFormat>(extension.substr(1));
}

std::string counted(std::uint64_t count, Subject subject) {
    constexpr std::array one{"product", "variant", "price", "count", "category"};
    constexpr std::array many{"products", "variants", "prices", "counts", "categories"};
    const auto which = static_cast<std::size_t>(subject);
    return std::to_string(count) + " " + (count == 1 ? one : many).at(which);
}

void print(const ImportReport& report, Subject subject) {
    for (const auto& problem : report.problems)
        std::cout << "line " << problem.line << ": "
                  << (problem.column.empty() ? "" : problem.column + ": ") << problem.reason
                  << '\n';
    if (report.refused > 0 && report.problems.size() < report.refused)
        std::cout << "... and more\n";
    std::cout << counted(report.records, subject) << ": " << report.created << " new, "
              << report.changed << " changed, " << report.unchanged << " unchanged, "
              << report.refused << " refused"
              << (report.kept ? "\n" : "; nothing of it was kept\n");
}

void bring_in(const Global& global, ImportOptions options) {
    const OpenShop shop(global);
    options.currency = shop.configuration().shop.currency;

    std::error_code unknown;
    const auto size = std::filesystem::file_size(options.file, unknown);
    Progress progress("Importing (kB)", unknown ? 0 : size / 1000);
    const auto report =
        value_or_fail(import_file(shop->modules(), shop->databases().platform, options,
                                  [&](std::uint64_t bytes) { progress.show(bytes / 1000); }));
    if (global.json)
        print_json(report);
    else
        print(report, options.subject);
    if (report.refused > 0)
        throw CommandFailed(std::to_string(report.refused) + " of " +
                            counted(report.records, options.subject) + " were refused; " +
                            (report.kept ? "the others are in the shop" : "nothing was imported"));
}

void add_subject(CLI::App& importing, const About& about, const Global& global, Chosen& chosen) {
    const auto name = std::string(platform::enum_name(about.subject));
    auto* command = importing.add_subcommand(name, std::string(about.description));
    command->footer(std::string(about.columns) + "\n\n" + help);
    const auto options = std::make_shared<ImportOptions>();
    const auto format = std::make_shared<std::string>();
    options->subject = about.subject;
    command->add_option("file", options->file, "FILE.csv, FILE.jsonl or - for standard input")
        ->required();
    command->add_option("--map", options->map, "What the columns mean, in YAML; for CSV");
    command->add_option("--format", *format, "Where the file's name does not say it")
        ->check(CLI::IsMember({"csv", "jsonl"}));
    command->add_flag("--dry-run", options->dry_run, "Check everything and keep nothing");
    command->add_flag("--all-or-nothing", options->all_or_nothing,
                      "Keep nothing unless every record is good");
    command->callback([&chosen, &global, options, format] {
        const auto chosen_format = format->empty() ? format_of(options->file)
                                                   : platform::enum_from_name<FileFormat>(*format);
        if (!chosen_format)
            throw CLI::ValidationError(
                "file", "is named neither .csv nor .jsonl: say --format csv or --format jsonl");
        if (*chosen_format == FileFormat::jsonl && !options->map.empty())
            throw CLI::ValidationError("--map", "is for CSV files");
        options->format = *chosen_format;
        chosen = [&global, options] { bring_in(global, *options); };
    });
}

}  // namespace

void add_import_command(CLI::App& app, Global& global, Chosen& chosen) {
    auto* importing = app.add_subcommand("import", "Bring goods in from a file");
    importing->require_subcommand(1);
    for (const auto& about : abouts) add_subject(*importing, about, global, chosen);
}

}  // namespace kontor::app
