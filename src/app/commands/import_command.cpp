#include "commands/import_command.hpp"

#include "app/product_import.hpp"
#include "app/shop.hpp"
#include "commands/terminal.hpp"

#include <CLI/CLI.hpp>

namespace kontor::app {

namespace {

constexpr auto help =
    R"(A CSV file has a heading. Without a map its columns are headed title, sku, price and, where wanted,
slug, description, status, categories, currency, compare_at, stock, weight_grams, image, image_alt,
seo_title, seo_description, attributes.<name>. A map says which column each of them comes from; see
config/import/goodbooks.yaml. JSON lines hold in each line a product as POST /v1/admin/products
takes it.

Each bad row is reported with its line, its column and the reason; good rows are kept. A product
whose SKU and title are in the shop already is left as it is, so that an import that was
interrupted is completed by running it again. Status 1 when a row was refused.)";

std::optional<ImportFormat> format_of(const std::filesystem::path& file) {
    auto extension = file.extension().string();
    return extension.empty() ? std::nullopt
                             : platform::enum_from_name<ImportFormat>(extension.substr(1));
}

void print(const ImportReport& report) {
    for (const auto& problem : report.problems)
        std::cout << "line " << problem.line << ": "
                  << (problem.column.empty() ? "" : problem.column + ": ") << problem.reason
                  << '\n';
    if (report.refused > 0 && report.problems.size() < report.refused)
        std::cout << "... and more\n";
    std::cout << report.rows << " rows: " << report.imported
              << (report.kept ? " imported, " : " could be imported, ") << report.already_there
              << " already there, " << report.refused << " refused\n";
}

void import_file(const Global& global, ImportOptions options) {
    const auto configuration = global.read();
    options.currency = configuration.shop.currency;
    const ShopDatabase database(configuration, global.data_directory);
    const auto backroom =
        value_or_fail(Backroom::open(database.apply_to(configuration), global.data_directory));

    std::error_code unknown;
    const auto size = std::filesystem::file_size(options.file, unknown);
    Progress progress("Importing (kB)", unknown ? 0 : size / 1000);
    const auto report =
        value_or_fail(import_products(*backroom->modules().catalog, options,
                                      [&](std::uint64_t bytes) { progress.show(bytes / 1000); }));
    if (global.json)
        print_json(report);
    else
        print(report);
    if (report.refused > 0)
        throw CommandFailed(std::to_string(report.refused) + " of " + std::to_string(report.rows) +
                            " rows were refused; " +
                            (report.kept ? "the others are in the shop" : "nothing was imported"));
}

}  // namespace

void add_import_command(CLI::App& app, Global& global, Chosen& chosen) {
    auto* importing = app.add_subcommand("import", "Bring data in")->require_subcommand(1);
    auto* products = importing->add_subcommand("products", "Products from CSV or JSON lines");
    products->footer(help);
    const auto options = std::make_shared<ImportOptions>();
    const auto format = std::make_shared<std::string>();
    products->add_option("file", options->file, "FILE.csv or FILE.jsonl")->required();
    products->add_option("--map", options->map, "What the columns mean, in YAML; for CSV");
    products->add_option("--format", *format, "Where the file's name does not say it")
        ->check(CLI::IsMember({"csv", "jsonl"}));
    products->add_flag("--dry-run", options->dry_run, "Check everything and keep nothing");
    products->add_flag("--all-or-nothing", options->all_or_nothing,
                       "Keep nothing unless every row is good");
    products->callback([&chosen, &global, options, format] {
        const auto chosen_format = format->empty()
                                       ? format_of(options->file)
                                       : platform::enum_from_name<ImportFormat>(*format);
        if (!chosen_format)
            throw CLI::ValidationError(
                "file", "is named neither .csv nor .jsonl: say --format csv or --format jsonl");
        if (*chosen_format == ImportFormat::jsonl && !options->map.empty())
            throw CLI::ValidationError("--map", "is for CSV files");
        options->format = *chosen_format;
        chosen = [&global, options] { import_file(global, *options); };
    });
}

}  // namespace kontor::app
