<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CarbonServiceFlow</name>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <source>Whole carbon account in one pass</source>
        <translation>一次完成全部碳核算</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <source>Carbon stock, carbon emission and their balance at once: the same results, bit for bit, as carbonstock, carbonemissions and supplydemandratio one after the other, without rasters in between. For large grids.</source>
        <translation>一次算出碳储量、碳排放及其供需平衡：结果与依次运行 carbonstock、carbonemissions 和 supplydemandratio 逐位相同，但不生成中间栅格。适用于大格网。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <source>those of the three tools, whose help says how each is computed. C is the stock by land use, or a sequestration raster of yours; E is the emission. Method: DOI 10.12677/ag.2022.125066.</source>
        <translation>与这三个工具相同，各自的帮助说明了计算方法。C 为按土地利用计算的碳储量，或您自己的固碳量栅格；E 为碳排放。方法：DOI 10.12677/ag.2022.125066。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <source>C in t C/ha, E in t C/ha per year, totals in t. Against an annual emission only an annual rate has the same unit.</source>
        <translation>C 为 t C/ha，E 为 t C/ha/年，总量为 t。与年排放相比，只有年固碳速率单位相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <source>a cell counts where both have data, and the ratio is nodata where C is 0.</source>
        <translation>两者都有数据的像元才计入；C 为 0 处供需比为无数据。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <source>any; the other rasters must lie on the grid of the land-use raster. Zones and study area may be in another CRS.</source>
        <translation>任意坐标参考系（CRS）；其他栅格必须与土地利用栅格同格网。分区和研究区可以是另一坐标参考系（CRS）。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/framework/parameters.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon sequestration</source>
        <translation>固碳量</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <source>A raster on the grid of the land use, 0 or more (t/ha or t/ha per year), to be used instead of the stock by land use. Empty: the stock.</source>
        <translation>与土地利用栅格的格网一致、值不小于 0 的栅格（t/ha 或 t/ha·年），用以代替按土地利用计算的碳储量。留空则用碳储量。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/models/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Ratio of emission to sequestration</source>
        <translation>碳排放与固碳量之比（供需比）</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>E / C: below 1 sequestration exceeds emission; nodata where C is 0.</source>
        <translation>E / C：小于1表示固碳量大于碳排放；C为0处为无数据。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <location filename="../algorithms/models/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Difference of sequestration and emission</source>
        <translation>固碳量与碳排放之差（碳差值）</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>C - E, t/ha: above 0 a surplus of sequestration.</source>
        <translation>C - E，t/ha：大于0表示固碳有盈余。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <location filename="../algorithms/models/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon service flow</source>
        <translation>固碳服务流</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>min(E, C), t/ha: emission that the cell itself takes up.</source>
        <translation>min(E, C)，t/ha：像元自身吸收的那部分碳排放。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <location filename="../algorithms/framework/parameters.py"/>
        <location filename="../algorithms/models/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon emission</source>
        <translation>碳排放</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>All sources, t C/ha per year.</source>
        <translation>全部排放源之和，t C/(ha·a)。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <location filename="../algorithms/models/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Carbon stock</source>
        <translation>碳储量</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <source>Total carbon density, t C/ha.</source>
        <translation>总碳密度，t C/ha。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <source>Table of emissions by zone</source>
        <translation>分区碳排放表</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>A row per zone with the columns {columns}.</source>
        <translation>每个分区一行，列为：{columns}。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Carbon emission, t C per year</source>
        <translation>碳排放量，t C/a</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>Carbon sequestration, t</source>
        <translation>固碳量，t</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>Carbon service flow, t</source>
        <translation>固碳服务流量，t</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>Carbon stock, t C</source>
        <translation>碳储量，t C</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Ratio of the totals</source>
        <translation>总量之比</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Mean of the cells&apos; ratios</source>
        <translation>像元供需比的平均值</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>Cells without sequestration</source>
        <translation>没有固碳量的像元数</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonaccount.py"/>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Largest relative difference between a zone&apos;s total and its cells</source>
        <translation>分区总量与其像元合计之间的最大相对偏差</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Carbon emission sources</source>
        <translation>碳排放源</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Carbon released per cell: people and livestock, energy, timber, cement and soil.</source>
        <translation>计算每个像元释放的碳：人口与牲畜、能源、木材、水泥和土壤。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>each column of the statistics table that has a row in the coefficient table is a source: activity x coefficient (x 12/44 for CO2) gives the zone&apos;s total, and a proxy spreads it over the zone&apos;s cells, so that the total is kept. Soil respiration is a rate by land use. Method: DOI 10.12677/ag.2022.125066, eq. 3-8.</source>
        <translation>统计表中凡在排放系数表里有对应行的列都是一个排放源：活动数据×系数（以CO2计的再×12/44）得到分区总量，再按代理变量分摊到分区内的像元上，总量保持不变。土壤呼吸是按土地利用类型给出的速率。方法：DOI 10.12677/ag.2022.125066，式3-8。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>t C/ha per year, totals t C per year. Energy coefficients of the first set are per tonne of standard coal (tce) unless the source&apos;s name ends in _t: multiplying tonnes of raw coal by the tce factor is 40 % too much.</source>
        <translation>t C/(ha·a)，总量t C/a。第一套系数中的能源系数以每吨标准煤（tce）计，除非排放源名称以_t结尾：若把原煤实物吨数乘以tce系数，结果会偏高40 %。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>cells outside all zones and nodata of land use are nodata; nodata of a proxy raster counts as 0. An empty figure in the statistics counts as 0, with a warning.</source>
        <translation>所有分区以外的像元以及土地利用为无数据的像元均为无数据；代理变量栅格中的无数据按0计。统计表中的空值按0计，并给出警告。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>any; proxy rasters must lie on the grid of the land-use raster. Zones and study area may be in another CRS. Totals are spread over the whole zone and only then cut to the study area.</source>
        <translation>任意；代理变量栅格必须与土地利用栅格位于同一格网上。分区和研究区可采用其他坐标参考系（CRS）。总量先在整个分区内分摊，然后才裁剪到研究区。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <location filename="../algorithms/charts/words.py"/>
        <source>Carbon emission by source</source>
        <translation>分源碳排放</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>A band per source, soil last; t C/ha per year.</source>
        <translation>每个排放源一个波段，土壤排在最后；t C/(ha·a)。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Charts of the sources</source>
        <translation>排放源图表</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Emission by source and zone as charts; one file that works offline.</source>
        <translation>按排放源和分区绘制的排放图表；单个文件，可离线打开。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Mean emission, t C/ha per year</source>
        <translation>平均碳排放，t C/(ha·a)</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Codes of the respiration table</source>
        <translation>土壤呼吸表中的代码</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Soil respiration table</source>
        <translation>土壤呼吸表</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Columns lucode, respiration (t/ha per year), carbon_unit (C or CO2); optional subclass (river, lake, ...) and, with codes of your own, class (1 to 6). Empty: the study&apos;s Table 3.</source>
        <translation>列为lucode、respiration（t/(ha·a)）、carbon_unit（C或CO2）；可选列subclass（river、lake等），使用自有代码时还可有class（1至6）。留空时采用论文的表3。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Unit of soil respiration</source>
        <translation>土壤呼吸的单位</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>As published</source>
        <translation>按论文原值</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Converted to carbon (x 12/44)</source>
        <translation>换算为碳（×12/44）</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>The study adds its Table 3 as if it were carbon; it is almost certainly CO2. The second choice takes all respiration as CO2.</source>
        <translation>论文把表3的数值当作碳直接相加，而它几乎可以肯定是CO2。第二个选项把全部土壤呼吸都视为CO2。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Statistics by zone</source>
        <translation>分区统计数据</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>One row per zone, a column per activity; the plugin&apos;s menu has a template. Columns of all sets: population (persons), pigs, large_livestock (heads), timber, cement (t). Of the first set: coal_tce, oil_tce, gas_tce, electricity_tce (t of standard coal), or coal_t, oil_t (t), gas_1e4m3. IPCC 2006: coal_t, oil_t, gas_t or gas_1e4m3, electricity_tce, clinker instead of cement. China&apos;s guideline: coal_t, coke_t, oil_t, gasoline_t, kerosene_t, diesel_t, fuel_oil_t, lpg_t, gas_1e4m3, electricity_1e4kwh (0) or electricity_grid_1e4kwh, clinker. CSV may be UTF-8 or GB18030.</source>
        <translation>每个分区一行，每种活动量一列；插件菜单中有模板。各套系数共有的列：population（人）、pigs、large_livestock（头）、timber、cement（t）。第一套：coal_tce、oil_tce、gas_tce、electricity_tce（吨标准煤），或 coal_t、oil_t（t）、gas_1e4m3。IPCC 2006：coal_t、oil_t、gas_t 或 gas_1e4m3、electricity_tce，可用 clinker 代替 cement。中国省级清单指南：coal_t、coke_t、oil_t、gasoline_t、kerosene_t、diesel_t、fuel_oil_t、lpg_t、gas_1e4m3、electricity_1e4kwh（0）或 electricity_grid_1e4kwh、clinker。CSV 可为 UTF-8 或 GB18030 编码。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Column with the zones&apos; names</source>
        <translation>分区名称列</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Names as in the zone field. When empty, the table&apos;s first column.</source>
        <translation>名称须与分区名称字段一致。留空时取表的第一列。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Column with the years</source>
        <translation>年份所在列</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>For a table of several years.</source>
        <translation>用于含多个年份的统计表。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <location filename="../algorithms/report/inputs.py"/>
        <source>Year</source>
        <translation>年份</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Rows of this year alone are used, such as 2020; 2020年 and 2020-12-31 are that year, too.</source>
        <translation>只使用这一年的行，如 2020；“2020年”和 2020-12-31 也视为该年。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Coefficient table</source>
        <translation>排放系数表</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Columns source (a column of the statistics), group, coefficient, per, carbon_unit (C or CO2), proxy (builtup, population, gdp, cropland, grassland, woodland, even), reference. Empty: the set below.</source>
        <translation>列为source（统计数据中的列名）、group、coefficient、per、carbon_unit（C或CO2）、proxy（builtup、population、gdp、cropland、grassland、woodland、even之一）、reference。留空时采用下面选定的系数集。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Coefficient set</source>
        <translation>排放系数集</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>As Chinese papers use (per tce, and per tonne)</source>
        <translation>国内论文常用系数（按吨标准煤，或按吨）</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>IPCC 2006 (per tonne)</source>
        <translation>IPCC 2006（按实物吨计）</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>China, provincial guideline (per tonne, per 10^4 m3)</source>
        <translation>中国省级清单指南（按 t，或按 10^4 m3）</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Used when no coefficient table is given. The guide lists the columns that each set counts; the template in the plugin&apos;s menu has them. A column of numbers that no coefficient counts is a warning.</source>
        <translation>未提供系数表时使用。各套系数所识别的列见用户指南，插件菜单中的模板也已列出。没有对应系数的数值列会给出警告。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Population density</source>
        <translation>人口密度</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>For sources whose proxy is population; per unit of area.</source>
        <translation>用于代理变量为population的排放源；按单位面积计。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>GDP density</source>
        <translation>GDP密度</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>For sources whose proxy is gdp; per unit of area.</source>
        <translation>用于代理变量为gdp的排放源；按单位面积计。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Share of built-up land</source>
        <translation>建设用地比例</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Share of each cell, 0 to 1, for sources whose proxy is builtup, instead of the class built-up. On coarse grids it keeps towns that the class loses. aligntogrid with KIND 1 makes it from a map of 0 and 1.</source>
        <translation>每个像元中建设用地所占的比例（0～1），代替“建设用地”类别，用于代理变量为 builtup 的排放源。在粗分辨率格网上，按类别会丢失的城镇得以保留。可用“将栅格对齐到研究格网”（KIND 选 1）由 0/1 图生成。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Study area</source>
        <translation>研究区</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Results are cut to it, after the totals have been spread.</source>
        <translation>先分摊总量，再把结果裁剪到研究区。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Zones without a row, rows without a zone</source>
        <translation>分区无对应行、行无对应分区时</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>Stop with an error</source>
        <translation>报错并停止</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Skip them</source>
        <translation>跳过</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Skipped zones are nodata in the result.</source>
        <translation>被跳过的分区在结果中为无数据。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>Zones that are not all on the grid</source>
        <translation>部分位于格网之外的分区</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>The whole total on the covered part</source>
        <translation>全部总量分配到被覆盖的部分</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>The covered share of the total</source>
        <translation>只取总量中被覆盖的份额</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonemissions.py"/>
        <source>The share is the area of the zone&apos;s cells that exist and have data, by that of all cells that it would own if the grid went on. Soil respiration is not scaled.</source>
        <translation>份额为该分区中存在且有数据的像元面积，除以假设格网继续延伸时该分区所拥有的全部像元面积。土壤呼吸不按此缩放。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>Carbon stock from land use</source>
        <translation>土地利用碳储量</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>Carbon held by land: each land-use class has a density in four pools, and stock = density x area.</source>
        <translation>计算土地所储存的碳：每种土地利用类型在四个碳库中各有一个碳密度，碳储量＝碳密度×面积。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>c_total = c_above + c_below + c_soil + c_dead, the InVEST carbon model. Defaults are the Yangtze study&apos;s (DOI 10.12677/ag.2022.125066, eq. 1-2 and Table 2); an InVEST carbon-pools table loads unchanged.</source>
        <translation>c_total = c_above + c_below + c_soil + c_dead，即InVEST碳模型。默认值取自长江流域的研究（DOI 10.12677/ag.2022.125066，式1-2和表2）；InVEST的碳库表可不加修改直接使用。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>densities t C/ha, stock t C, areas ha.</source>
        <translation>碳密度t C/ha，碳储量t C，面积ha。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>of the land-use raster stays nodata. Unknown codes are an error that lists them, or nodata when so chosen.</source>
        <translation>土地利用栅格中的无数据仍为无数据。遇到未知代码会报错并逐一列出，或按所选选项视为无数据。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>any; cell areas are ellipsoidal on geographic grids. Zones may be in another CRS.</source>
        <translation>任意；地理坐标格网的像元面积按椭球面计算。分区可采用其他坐标参考系（CRS）。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>Codes of the pools table</source>
        <translation>碳库表中的代码</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>Total carbon density, t C/ha. Left out, there are tables and totals alone.</source>
        <translation>总碳密度，t C/ha。不输出时只有表格和合计值。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>Carbon stock by pool</source>
        <translation>分碳库碳储量</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>Four bands: above ground, below ground, soil, dead; t C/ha.</source>
        <translation>四个波段：地上生物量、地下生物量、土壤、死亡有机质；t C/ha。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>Table by class</source>
        <translation>分类统计表</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>Area, density, stock and share of the stock per class.</source>
        <translation>各类的面积、碳密度、碳储量及其占总储量的比例。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>Area, ha</source>
        <translation>面积，ha</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstock.py"/>
        <source>Mean density, t C/ha</source>
        <translation>平均碳密度，t C/ha</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Change of carbon stock between two dates</source>
        <translation>两期碳储量变化</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Change of the carbon stock from one date to another, also per year and as a value.</source>
        <translation>两期之间碳储量的变化，并可给出年均变化和价值。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>change = after - before. Value as in InVEST: change / Y x price x sum for t = 0 to Y-1 of 1 / ((1 + r/100)^t (1 + c/100)^t), with Y the years, r the discount rate and c the annual price change. As in InVEST, a positive c lowers the value.</source>
        <translation>变化量＝后期－前期。价值的算法与InVEST相同：变化量/Y×价格×当t = 0至Y-1时1 / ((1 + r/100)^t (1 + c/100)^t)之和，其中Y为年数，r为贴现率，c为价格年变化率。与InVEST一样，c为正时价值降低。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>change t C/ha, rate t C/ha per year, value in the price&apos;s currency per ha; totals t C.</source>
        <translation>变化量t C/ha，年均变化t C/(ha·a)，价值以价格的货币单位每公顷计；总量t C。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>a cell counts where both dates have data; how many have data at one date only is told.</source>
        <translation>两期均有数据的像元才参与计算；仅一期有数据的像元数会给出说明。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>any, but both rasters must lie on one grid (aligntogrid brings them there). Zones may be in another CRS.</source>
        <translation>任意，但两个栅格必须位于同一格网上（可用aligntogrid对齐）。分区可采用其他坐标参考系（CRS）。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Carbon stock before</source>
        <translation>前期碳储量</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Density at the first date, t C/ha.</source>
        <translation>前一时期的碳密度，t C/ha。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Carbon stock after</source>
        <translation>后期碳储量</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Density at the second date, t C/ha, on the same grid.</source>
        <translation>后一时期的碳密度，t C/ha，须位于同一格网上。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Years between the dates</source>
        <translation>两期间隔年数</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>For the value a whole number.</source>
        <translation>计算价值时须为整数。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Price of a tonne of carbon</source>
        <translation>每吨碳的价格</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>In any currency, per t C. Without a price there is no value.</source>
        <translation>币种不限，按每t C计。不给价格则不计算价值。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Discount rate, % per year</source>
        <translation>贴现率，%/年</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>How much less a tonne of the next year is worth.</source>
        <translation>下一年的一吨碳价值降低的比例。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Annual price change, %</source>
        <translation>价格年变化率，%</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Stands in the denominator, as in InVEST: a positive one lowers the value.</source>
        <translation>与InVEST一样位于分母：取正值会降低价值。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <location filename="../algorithms/charts/words.py"/>
        <source>Change of carbon stock</source>
        <translation>碳储量变化</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>After - before, t C/ha.</source>
        <translation>后期－前期，t C/ha。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Change per year</source>
        <translation>年均变化</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Change divided by the years, t C/ha per year.</source>
        <translation>变化量除以年数，t C/(ha·a)。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Value of the change</source>
        <translation>变化的价值</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Currency per ha; needs a price.</source>
        <translation>货币单位/ha；需要给出价格。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Charts of the change</source>
        <translation>变化图表</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Gains and losses of the zones as charts; one file that works offline.</source>
        <translation>各分区增减的图表；单个文件，可离线打开。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Change, t C</source>
        <translation>变化量，t C</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Change, % of the stock before</source>
        <translation>变化率，占前期碳储量的%</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Area valid at both dates, ha</source>
        <translation>两期均有效的面积，ha</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Cells valid before only</source>
        <translation>仅前期有效的像元数</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/carbonstockchange.py"/>
        <source>Cells valid after only</source>
        <translation>仅后期有效的像元数</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>Spread zone totals over cells</source>
        <translation>把分区总量分摊到像元（空间化）</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>Spreads a number per polygon (people, GDP, tonnes) over the polygon&apos;s cells in proportion to a weight. The totals are kept.</source>
        <translation>把每个多边形的一个数值（人口、GDP、吨数）按权重的比例分摊到多边形内的像元上。总量保持不变。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>E = T x w x a / sum(w x a), with T the total, w the weight and a the cell&apos;s area (dasymetric mapping). Without a weight the spread is even. A polygon whose weight is 0 everywhere is spread evenly; one without a cell centre gives its total to the cell under its interior point; each with a warning.</source>
        <translation>E = T x w x a / sum(w x a)，其中T为总量，w为权重，a为像元面积（分区密度制图）。不给权重时均匀分摊。权重处处为0的多边形均匀分摊；不含任何像元中心的多边形把总量计入其内部点所在的像元；以上情况都会给出警告。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>that of the field, per cell, per ha or per km2 as chosen.</source>
        <translation>字段的单位，按所选选项以每像元、每ha或每km2计。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>cells where the grid raster is nodata get nothing; nodata and negative weights count as 0, negative ones with a warning.</source>
        <translation>格网栅格为无数据的像元不分摊；无数据和负的权重按0计，负的权重会给出警告。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>polygons may be in any CRS; the weight must lie on the grid. Areas are ellipsoidal on geographic grids.</source>
        <translation>多边形可采用任意坐标参考系（CRS）；权重必须位于该格网上。地理坐标格网的面积按椭球面计算。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <location filename="../algorithms/framework/parameters.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Zones</source>
        <translation>分区</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>Polygons with a total each; every feature is a zone of its own.</source>
        <translation>各带一个总量的多边形；每个要素自成一个分区。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>Field with the totals</source>
        <translation>总量字段</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>A number per polygon; an empty one counts as 0, with a warning.</source>
        <translation>每个多边形一个数值；空值按0计，并给出警告。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <location filename="../algorithms/flow/windgrid.py"/>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Grid</source>
        <translation>格网</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>Any raster on the grid wanted; its nodata cells get nothing.</source>
        <translation>位于目标格网上的任意栅格；其中的无数据像元不分摊。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>Where more of the total goes, per unit of area; on the same grid.</source>
        <translation>决定总量更多地分摊到何处，按单位面积计；须位于同一格网上。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>Unit of the result</source>
        <translation>结果的单位</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>Per cell</source>
        <translation>每像元</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Per hectare</source>
        <translation>每公顷</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Per km2</source>
        <translation>每平方千米</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>An amount per cell, or a density.</source>
        <translation>每个像元的数量，或密度。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>The weight is</source>
        <translation>权重的含义</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>A density (per unit of area)</source>
        <translation>密度（按单位面积计）</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>An amount per cell</source>
        <translation>每个像元的数量</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>Makes a difference on geographic grids, whose cells differ in area.</source>
        <translation>在地理坐标格网上会影响结果，因为其像元面积不等。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>Spread totals</source>
        <translation>分摊到像元的总量</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>The totals on the grid, in the unit chosen; nodata outside the zones.</source>
        <translation>格网上的总量，采用所选单位；分区以外为无数据。</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>Sum of the zones&apos; totals</source>
        <translation>各分区总量之和</translation>
    </message>
    <message>
        <location filename="../algorithms/accounts/spatializetotals.py"/>
        <source>Sum over the cells</source>
        <translation>各像元之和</translation>
    </message>
    <message>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>Supply-demand balance, ratio and flow</source>
        <translation>供需平衡、供需比与服务流</translation>
    </message>
    <message>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>Compares carbon emission E with carbon sequestration C in every cell: difference, ratio and flow. (The study calls E the supply and C the demand; most literature on ecosystem services means the reverse.)</source>
        <translation>在每个像元上比较碳排放E与固碳量C：碳差值、供需比和服务流。（论文把E称为供给、把C称为需求；生态系统服务文献大多与此相反。）</translation>
    </message>
    <message>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>difference = C - E, ratio = E / C, flow = min(E, C). Zones get three ratios, which differ widely: of the totals, the mean and the median of the cells&apos; ratios. Method: DOI 10.12677/ag.2022.125066, eq. 9-10.</source>
        <translation>碳差值＝C - E，供需比＝E / C，服务流＝min(E, C)。分区给出三种相差很大的供需比：总量之比、像元供需比的平均值和中位数。方法：DOI 10.12677/ag.2022.125066，式9-10。</translation>
    </message>
    <message>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>t/ha; the ratio has none. C may be a stock or an annual rate; against annual emission only a rate has the same unit.</source>
        <translation>t/ha；供需比无单位。C可以是碳储量，也可以是年固碳速率；与年碳排放相比，只有速率的单位才一致。</translation>
    </message>
    <message>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>a cell counts where both rasters have data. The ratio is nodata where C is 0, and such cells are counted. Negative values are an error.</source>
        <translation>两个栅格都有数据的像元才参与计算。C为0处供需比为无数据，并统计此类像元的个数。出现负值会报错。</translation>
    </message>
    <message>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>Charts of the balance</source>
        <translation>供需平衡图表</translation>
    </message>
    <message>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>Ratios and densities of the zones as charts; one file that works offline.</source>
        <translation>以图表展示各分区的供需比和密度；单个文件，可离线打开。</translation>
    </message>
    <message>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>Zones by ratio</source>
        <translation>按供需比显示的分区</translation>
    </message>
    <message>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <source>The polygons of the zones, one per name, with the columns of the table by zone; shown by the ratio of totals. Needs zones.</source>
        <translation>分区的多边形，每个名称一个，含分区表的各列；按总量之比显示。需要分区。</translation>
    </message>
    <message>
        <location filename="../algorithms/balance/supplydemandratio.py"/>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Carbon emission, t</source>
        <translation>碳排放量，t</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/pages.py"/>
        <source>Bars show where the wind comes from and how often, calms included; the share of calm stands in the middle. The dark bar is the prevailing wind. Every cell counts the same.</source>
        <translation>扇条表示风的来向及其频率（统计时包括静风）；中央为静风频率。深色扇条为主导风向。每个像元的权重相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/pages.py"/>
        <source>All cells together</source>
        <translation>所有像元合计</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/pages.py"/>
        <location filename="../algorithms/flow/prevailingwindstations_run.py"/>
        <location filename="../algorithms/report/charts.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>calm</source>
        <translation>静风</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/pages.py"/>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <location filename="../algorithms/flow/windgrid.py"/>
        <location filename="../algorithms/report/inputs.py"/>
        <source>Wind rose</source>
        <translation>风玫瑰</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>thousand t</source>
        <translation>千吨</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Mt</source>
        <translation>百万吨</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>hundred million t</source>
        <translation>亿吨</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>other zones ({count})</source>
        <translation>其他分区（{count} 个）</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>{shown} of {count} zones are shown; the last row is all others.</source>
        <translation>共 {count} 个分区，显示其中 {shown} 个；最后一行为其余全部之和。</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Zones without a value: {zones}.</source>
        <translation>没有数值的分区：{zones}。</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>There is no zone with a value.</source>
        <translation>没有任何分区有数值。</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/styling/words.py"/>
        <source>balanced</source>
        <translation>供需平衡</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Emission</source>
        <translation>碳排放</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Sequestration</source>
        <translation>固碳量</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/styling/words.py"/>
        <source>emission / sequestration</source>
        <translation>排放 / 固碳</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Supply-demand balance of the zones</source>
        <translation>各分区的供需平衡</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Carbon emission and sequestration of the zones</source>
        <translation>各分区的碳排放与固碳</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Carbon emission and sequestration per hectare</source>
        <translation>单位面积的碳排放与固碳</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/styling/words.py"/>
        <source>surplus</source>
        <translation>盈余</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/styling/words.py"/>
        <source>deficit</source>
        <translation>亏缺</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Mean of the cells&apos; ratios below 1: surplus</source>
        <translation>像元供需比的平均值小于 1：盈余</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Mean of the cells&apos; ratios above 1: deficit</source>
        <translation>像元供需比的平均值大于 1：亏缺</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Carbon emission in two years</source>
        <translation>两个年份的碳排放</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Carbon sequestration in two years</source>
        <translation>两个年份的固碳</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Ratio of emission to sequestration in two years</source>
        <translation>两个年份的供需比（排放 / 固碳）</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Zones without a value in one of the years: {zones}.</source>
        <translation>在其中一个年份没有数值的分区：{zones}。</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Sources of carbon emission</source>
        <translation>碳排放源</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Carbon emission of the zones by source</source>
        <translation>各分区按排放源的碳排放</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Shares of the sources in each zone&apos;s carbon emission</source>
        <translation>各分区碳排放中各排放源的占比</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Share</source>
        <translation>占比</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Total: {total}.</source>
        <translation>合计：{total}。</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/styling/words.py"/>
        <source>t C per year</source>
        <translation>t C/年</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>other sources ({count})</source>
        <translation>其他排放源（{count} 个）</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>No source releases anything.</source>
        <translation>没有任何排放源有排放。</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>People</source>
        <translation>人口</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Pigs</source>
        <translation>生猪</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Large livestock</source>
        <translation>大牲畜</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Coal</source>
        <translation>煤炭</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Crude oil</source>
        <translation>原油</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Natural gas</source>
        <translation>天然气</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Cement</source>
        <translation>水泥</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Primary electricity</source>
        <translation>一次电力</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Timber</source>
        <translation>木材</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Soil respiration</source>
        <translation>土壤呼吸</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Carbon service flow along the wind</source>
        <translation>沿风向的碳服务流</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Emission: {total}.</source>
        <translation>碳排放：{total}。</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Where the emission ends</source>
        <translation>碳排放的去向</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Absorbed on the spot</source>
        <translation>就地吸收</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Absorbed downwind</source>
        <translation>在下风向吸收</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Left the region</source>
        <translation>流出区域</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Lost to gaps</source>
        <translation>在无数据空缺处损失</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Dispersed</source>
        <translation>扩散散失</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Trapped</source>
        <translation>循环滞留</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Left in calm cells</source>
        <translation>滞留于静风像元</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Flows between zones: from (left) and to (right)</source>
        <translation>分区之间的流动：自（左）至（右）</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>The {count} flows drawn hold {share} of the {total} that leave their zone.</source>
        <translation>图中 {count} 条流占离开所在分区的 {total} 的 {share}。</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>{total} are absorbed in the zone that they come from.</source>
        <translation>{total} 在来源分区内被吸收。</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Unfixed</source>
        <translation>未固定</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Cells in no zone</source>
        <translation>不属于任何分区的像元</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Where the zones&apos; emission ends</source>
        <translation>各分区碳排放的去向</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Absorbed in the zone itself</source>
        <translation>在本分区内吸收</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Absorbed in other zones</source>
        <translation>在其他分区吸收</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>What the zones take in from others and send to them</source>
        <translation>各分区从其他分区吸收与输送给其他分区的量</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Taken in from other zones</source>
        <translation>从其他分区吸收</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Sent to other zones</source>
        <translation>输送到其他分区</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Taken in minus sent</source>
        <translation>吸收减输送</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>sent to the left, taken in to the right</source>
        <translation>左为输送，右为吸收</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Gains and losses of carbon stock</source>
        <translation>碳储量的增加与减少</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Change of carbon stock by zone</source>
        <translation>各分区碳储量变化</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Change of carbon stock by zone, % of the stock before</source>
        <translation>各分区碳储量变化，占前期碳储量的 %</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Gains</source>
        <translation>增加</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Losses</source>
        <translation>减少</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Net change</source>
        <translation>净变化</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Net change: {total} ({share} of the stock before).</source>
        <translation>净变化：{total}（占前期碳储量的 {share}）。</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Before</source>
        <translation>前期</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>After</source>
        <translation>后期</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>N</source>
        <translation>北</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>E</source>
        <translation>东</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>S</source>
        <translation>南</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>W</source>
        <translation>西</translation>
    </message>
    <message>
        <location filename="../algorithms/charts/words.py"/>
        <source>Bars show where the wind comes from and how often, calms included; the share of calm stands in the middle. The dark bar is the prevailing wind, the diamond the direction of the resultant.</source>
        <translation>扇条表示风的来向及其频率（统计时包括静风）；中央为静风频率。深色扇条为主导风向，菱形标出合成风向。</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/menu.py"/>
        <source>Open the sample project</source>
        <translation>打开示例工程</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/menu.py"/>
        <source>Open a template of the statistics</source>
        <translation>打开统计表模板</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/menu.py"/>
        <source>Documentation</source>
        <translation>使用文档</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/menu.py"/>
        <source>Save the template of the statistics</source>
        <translation>保存统计表模板</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/menu.py"/>
        <source>Workbooks (*.xlsx);;CSV files (*.csv)</source>
        <translation>工作簿 (*.xlsx);;CSV 文件 (*.csv)</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/menu.py"/>
        <source>The template cannot be written to {path}: {reason}</source>
        <translation>无法将模板写入 {path}：{reason}</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/menu.py"/>
        <source>The current project has unsaved changes. Save them first?</source>
        <translation>当前工程有未保存的修改。要先保存吗？</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/menu.py"/>
        <source>Not found: {files}. Install the plugin again.</source>
        <translation>找不到{files}。请重新安装本插件。</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/menu.py"/>
        <source>The sample data are loaded. The documentation, in the same menu, holds a tutorial.</source>
        <translation>示例数据已加载。同一菜单的使用文档中有教程。</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_layout.py"/>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Carbon Service Flow: sample</source>
        <translation>固碳服务流：示例</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_layout.py"/>
        <source>Land cover: NASA MCD12C1 v006, 2019. Provinces: Natural Earth. Boundaries are for adding up statistics; they state nothing about any border.</source>
        <translation>土地覆盖：NASA MCD12C1 v006，2019年。省级分区：Natural Earth。边界仅用于统计汇总，不代表任何划界主张。</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_layout.py"/>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Zones and statistics</source>
        <translation>分区与统计数据</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Provinces</source>
        <translation>省级分区</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Yearbook 2015</source>
        <translation>2015年统计年鉴</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Yearbook 2020</source>
        <translation>2020年统计年鉴</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Emission coefficients for the yearbooks</source>
        <translation>与年鉴配套的碳排放系数</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Wind, one week</source>
        <translation>风（一周）</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Eastward wind u10, m/s</source>
        <translation>东向风u10，m/s</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Northward wind v10, m/s</source>
        <translation>北向风v10，m/s</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Land cover</source>
        <translation>土地覆盖</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Land cover 2019 (scheme MODIS IGBP)</source>
        <translation>2019年土地覆盖（分类体系MODIS IGBP）</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <location filename="../algorithms/framework/base.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Drivers</source>
        <translation>驱动因素</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Elevation, m</source>
        <translation>高程，m</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Air temperature, °C</source>
        <translation>气温，°C</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Precipitation, mm/day</source>
        <translation>降水量，mm/day</translation>
    </message>
    <message>
        <location filename="../algorithms/desktop/sample_project.py"/>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>Factor and interaction detector</source>
        <translation>因子与交互探测器</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>The geographical detector: how much of a target&apos;s variance its factors explain, whatever the form of the relation.</source>
        <translation>地理探测器：各因子能解释目标变量多少方差，不论关系是何种形式。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>a factor cuts the N cells into strata h; q = 1 - sum(N_h var_h) / (N var), 0 to 1. Method: Wang et al. (2010, DOI 10.1080/13658810802443457), Wang, Zhang and Fu (2016, DOI 10.1016/j.ecolind.2016.02.052). Interaction: q of the overlay of two factors against their own q; over the same cells an overlay never explains less than either factor. Risk: do the target&apos;s means differ between two strata (Welch&apos;s t)? Ecological: does one factor leave less variance than another (F)?</source>
        <translation>一个因子把N个像元分成若干层h；q = 1 - sum(N_h var_h) / (N var)，取值0至1。方法：Wang等（2010，DOI 10.1080/13658810802443457）；Wang、Zhang和Fu（2016，DOI 10.1016/j.ecolind.2016.02.052）。交互探测器：把两个因子叠加后的q与各自的q相比；在相同的像元上，叠加后的解释力不会低于任一因子。风险探测器：目标变量在两个层中的均值是否有差异（Welch t检验）。生态探测器：一个因子剩余的方差是否比另一个因子少（F检验）。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>q and p have none; means of the risk detector have the target&apos;s unit.</source>
        <translation>q和p无单位；风险探测器的均值采用目标变量的单位。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>only cells with data in the target and in every factor count. A stratum of one cell has no variance: it is left out of the factor&apos;s q and p, with a warning, and kept in overlays.</source>
        <translation>只有目标变量和全部因子都不是无数据的像元参与计算。只有一个像元的层没有方差：计算该因子的q和p时将其剔除并给出警告，叠加时保留。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>any, but all rasters must lie on one grid (aligntogrid brings them there); the first band is read.</source>
        <translation>任意，但所有栅格必须位于同一格网上（可用aligntogrid对齐）；读取第一个波段。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>Read q, not p. p takes cells as independent, which neighbouring cells are not: on rasters it is nearly always 0 or, for a target far from 0, nearly 1. q depends on the number of classes and on how a factor is cut: more classes, larger q; compare factors with like numbers of strata, and try several. If the target is made from land use, as C - E is (emission and stock both come from it), a large q of land use is built in, and no finding.</source>
        <translation>请看q，不要看p。p把像元当作相互独立的，而相邻像元并非如此：在栅格上它几乎总是0，目标变量远离0时则几乎为1。q取决于类别数和因子的分级方法：类别越多，q越大；请比较层数相近的因子，并多试几种分级。若目标变量由土地利用算得，如C - E（碳排放和碳储量都来自土地利用），则土地利用的q较大是固有的，不能算作发现。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Target</source>
        <translation>目标变量</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>What is to be explained, such as the difference C - E.</source>
        <translation>要解释的变量，例如碳差值C - E。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>Factors</source>
        <translation>因子</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>Rasters that may explain the target, on its grid.</source>
        <translation>可能解释目标变量的栅格，须位于目标变量的格网上。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>Factors that are categories</source>
        <translation>类别因子</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>Those of the factors whose values are codes, such as land use: whole numbers, a stratum each.</source>
        <translation>上述因子中以代码为值的因子，例如土地利用：须为整数，每个代码为一层。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Number of classes</source>
        <translation>类别数</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>Into how many classes a factor that is no category is cut, {least} to {most}. Many equal values may leave fewer.</source>
        <translation>不属于类别的因子分为多少级，{least}至{most}。相同的值很多时，级数可能减少。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>Classes by</source>
        <translation>分级方法</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>Quantile</source>
        <translation>分位数</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>Equal interval</source>
        <translation>等间距</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>Natural breaks</source>
        <translation>自然断点</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>Equal numbers of cells, equal steps of the value, or least variance within classes (Fisher, Jenks). Quantiles and natural breaks of more than about a million cells come from a sample.</source>
        <translation>各级像元数相等、各级值域间隔相等，或级内方差最小（Fisher、Jenks）。像元数超过约一百万时，分位数和自然断点由抽样得出。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Charts of the detectors</source>
        <translation>探测器图表</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>q of the factors and of their overlays as charts; one file that works offline.</source>
        <translation>以图表展示各因子及其叠加的q；单个文件，可离线打开。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Number of cells</source>
        <translation>像元数</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>Significance level</source>
        <translation>显著性水平</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>The risk and ecological detectors call different what has a p below it, 0 to 1.</source>
        <translation>p低于此值时，风险探测器和生态探测器判为有差异；取值0至1。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <location filename="../algorithms/models/words.py"/>
        <location filename="../algorithms/report/inputs.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Factor detector</source>
        <translation>因子探测器</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>factor, q, p, strata, rank; a row per factor, the one that explains most first.</source>
        <translation>factor、q、p、strata、rank；每个因子一行，解释力最大的在最前。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <location filename="../algorithms/models/words.py"/>
        <location filename="../algorithms/report/inputs.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Interaction detector</source>
        <translation>交互探测器</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>factor_a, factor_b, q_a, q_b, q_both, kind; a row per pair. kind is enhance nonlinear (q_both above q_a + q_b), independent (equal to it), enhance bivariate (above the larger q), weaken univariate or weaken nonlinear.</source>
        <translation>factor_a、factor_b、q_a、q_b、q_both、kind；每对因子一行。kind为enhance nonlinear（非线性增强，q_both大于q_a + q_b）、independent（独立，等于二者之和）、enhance bivariate（双因子增强，大于较大的q）、weaken univariate（单因子非线性减弱）或weaken nonlinear（非线性减弱）。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Risk detector</source>
        <translation>风险探测器</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>factor, class_a, class_b, mean_a, mean_b, t, df, p, different (1 or 0); a row per pair of strata. Means have the target&apos;s unit.</source>
        <translation>factor、class_a、class_b、mean_a、mean_b、t、df、p、different（1或0）；每对层一行。均值的单位与目标变量相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Ecological detector</source>
        <translation>生态探测器</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector.py"/>
        <source>factor_a, factor_b, f, p, different (1 or 0); a row per pair of factors.</source>
        <translation>factor_a、factor_b、f、p、different（1或0）；每对因子一行。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>Factors that explain {target}</source>
        <translation>解释{target}的因子</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>Share q of the target&apos;s variance that a factor explains</source>
        <translation>因子所解释的目标变量方差的比例q</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Strata</source>
        <translation>层数</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>Two factors together (diagonal: one alone)</source>
        <translation>两个因子共同作用（对角线：单个因子）</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>Both</source>
        <translation>二者叠加</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>Without a q: {layers}.</source>
        <translation>没有q的因子：{layers}。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>more than the sum of both (enhance nonlinear)</source>
        <translation>大于二者之和（非线性增强）</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>more than either (enhance bivariate)</source>
        <translation>大于任一因子（双因子增强）</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>the sum of both (independent)</source>
        <translation>等于二者之和（独立）</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>no more than the larger one (weaken univariate)</source>
        <translation>不大于较大的一个（单因子非线性减弱）</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>less than either (weaken nonlinear)</source>
        <translation>小于任一因子（非线性减弱）</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>quantiles</source>
        <translation>分位数</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>equal intervals</source>
        <translation>等间距</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>natural breaks</source>
        <translation>自然断点</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>Over the {n} cells where target and factors have data. Factors that are no categories are cut into {classes} classes ({how}); q depends on that choice.</source>
        <translation>基于目标变量和各因子都有数据的{n}个像元。不属于类别的因子分为{classes}级（{how}）；q取决于这一选择。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>Categories: {layers}.</source>
        <translation>类别因子：{layers}。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/factordetector_run.py"/>
        <source>If the target is made from land use, a large q of land use is built in, and no finding.</source>
        <translation>若目标变量由土地利用算得，则土地利用的q较大是固有的，不能算作发现。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Correlation matrix of rasters</source>
        <translation>栅格相关矩阵</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Covariance and correlation of rasters over their cells, and the layers ranked by |r| with the target.</source>
        <translation>栅格之间基于像元的协方差和相关系数，以及各图层按与目标变量的|r|的排序。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>r = cov(x, y) / (s_x s_y), covariance with N - 1. Method: DOI 10.12677/ag.2022.125066, eq. 11-12. Sums are merged in float64, so that a large offset costs no digits. A constant layer has no correlation: its cells in the tables are empty.</source>
        <translation>r = cov(x, y) / (s_x s_y)，协方差除以N - 1。方法：DOI 10.12677/ag.2022.125066，式11-12。各部分之和以float64合并，因此较大的偏移量不损失精度。常数图层没有相关系数：它在表中的单元格为空。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>r has none; a covariance has the product of the units of its two rasters.</source>
        <translation>r无单位；协方差的单位是两个栅格单位的乘积。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>listwise: only cells where every layer has data. Pairwise: for each pair, the cells where both have. ArcGIS: nodata replaced by the layer&apos;s mean, which pulls every r towards 0.</source>
        <translation>成列剔除：只用所有图层都有数据的像元。成对剔除：每一对图层只用二者都有数据的像元。ArcGIS：无数据以该图层的均值代替，这会使所有r趋向0。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Significance. Neighbouring cells are alike: with millions of cells taken as independent, every r is significant. p counts with the effective sample size n_effective after Clifford, Richardson and Hemon (1989, DOI 10.2307/2532039) and Dutilleul (1993, DOI 10.2307/2532625), from the autocovariances of both rasters by distance and direction; of grids with more than 4 million cells, from means of blocks. Without a test, n_effective and p are empty.

Categories. Codes, such as land use, are no amounts: their r depends on the numbering, and comes with a warning. Read eta2 instead, the share of the target&apos;s variance that lies between the classes. If the target is made from land use, as C - E is, a part of its dependence on land use is built in.</source>
        <translation>显著性。相邻像元彼此相似：若把数百万个像元当作相互独立的，则任何r都是显著的。p采用有效样本量n_effective，方法见Clifford、Richardson和Hemon（1989，DOI 10.2307/2532039）以及Dutilleul（1993，DOI 10.2307/2532625），由两个栅格按距离和方向统计的自协方差求得；格网超过4百万个像元时，由像元块的均值求得。不做检验时，n_effective和p为空。

类别。代码（例如土地利用）不是数量：其r取决于编号方式，并会给出警告。请改看eta2，即目标变量的方差中类间方差所占的比例。若目标变量由土地利用算得，如C - E，则它对土地利用的依赖有一部分是固有的。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>The drivers, on the grid of the target. Columns are called as the layers.</source>
        <translation>驱动因素图层，须位于目标变量的格网上。表的列名与图层名相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Layers that are categories</source>
        <translation>类别图层</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Those of the layers whose values are codes, such as land use.</source>
        <translation>上述图层中以代码为值的图层，例如土地利用。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Correlation of values, or of mid-ranks.</source>
        <translation>数值之间的相关，或秩（同值取平均秩）之间的相关。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Missing cells</source>
        <translation>缺失像元</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Listwise</source>
        <translation>成列剔除</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Pairwise</source>
        <translation>成对剔除</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>ArcGIS (mean substitution)</source>
        <translation>ArcGIS（均值替代）</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Which cells count where some layers have no data.</source>
        <translation>部分图层无数据时，哪些像元参与计算。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Test significance</source>
        <translation>检验显著性</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Effective sample size and p of each layer&apos;s correlation with the target, for the ranking and the charts. Takes seconds on a large raster.</source>
        <translation>各图层与目标变量相关关系的有效样本量和p，用于排序表和图表。栅格较大时需要数秒。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <location filename="../algorithms/drivers/rastercorrelationmatrix_run.py"/>
        <location filename="../algorithms/models/words.py"/>
        <location filename="../algorithms/report/inputs.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Correlation matrix</source>
        <translation>相关矩阵</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Column layer, and a column per layer; the target first.</source>
        <translation>layer列，以及每个图层一列；目标变量在最前。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Covariance matrix</source>
        <translation>协方差矩阵</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>Column layer, and a column per layer; variances on the diagonal.</source>
        <translation>layer列，以及每个图层一列；对角线上为方差。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Ranking</source>
        <translation>排序</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>rank, layer, r, n, n_effective, p, eta2; by |r| with the target.</source>
        <translation>rank、layer、r、n、n_effective、p、eta2；按与目标变量的|r|排序。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Charts of the correlation</source>
        <translation>相关分析图表</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix.py"/>
        <source>The ranking with confidence intervals, and the matrix as a heat map; one file that works offline.</source>
        <translation>带置信区间的排序图，以及相关矩阵热力图；单个文件，可离线打开。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix_run.py"/>
        <source>Correlation of {target} with its drivers</source>
        <translation>{target}与其驱动因素的相关关系</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix_run.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Correlation with the target, the closest first</source>
        <translation>与目标变量的相关系数，绝对值最大的在前</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix_run.py"/>
        <source>95 % confidence interval</source>
        <translation>95 %置信区间</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix_run.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Cells</source>
        <translation>像元数</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix_run.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Effective sample size</source>
        <translation>有效样本量</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix_run.py"/>
        <source>Without a correlation: {layers}.</source>
        <translation>没有相关系数的图层：{layers}。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix_run.py"/>
        <source>Over the {n} cells where every layer has data.</source>
        <translation>基于所有图层都有数据的{n}个像元。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix_run.py"/>
        <source>Each pair over its own cells; the target has data in {n} cells.</source>
        <translation>每对图层基于各自共有的像元；目标变量在{n}个像元中有数据。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix_run.py"/>
        <source>Over {n} cells; nodata replaced by the layer&apos;s mean, which pulls r towards 0.</source>
        <translation>基于{n}个像元；无数据以该图层的均值代替，这会使r趋向0。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix_run.py"/>
        <source>Intervals count with the effective sample size, because neighbouring cells are alike; without one there are too few independent cells.</source>
        <translation>置信区间采用有效样本量，因为相邻像元彼此相似；没有区间的图层，其独立像元过少。</translation>
    </message>
    <message>
        <location filename="../algorithms/drivers/rastercorrelationmatrix_run.py"/>
        <source>Codes of categories ({layers}): r depends on their numbering.</source>
        <translation>类别代码（{layers}）：r取决于代码的编号方式。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>Read China&apos;s daily wind files</source>
        <translation>读取中国逐日风资料</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>Reads files of China&apos;s daily surface climate data set (SURF_CLI_CHN_MUL_DAY, text) into a point per station and day: wind (WIN), temperature (TEM) or precipitation (PRE).</source>
        <translation>读取中国地面气候资料日值数据集（SURF_CLI_CHN_MUL_DAY，文本）的文件，每站每日生成一个点：风（WIN）、气温（TEM）或降水（PRE）。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>latitude and longitude are degrees and minutes (5258 is 52 degrees 58 minutes); speeds above 1000 exceeded the instrument and lose that 1000; direction codes 1 to 16 become (code - 1) x 22.5 degrees. Precipitation is that from 20 to 20 o&apos;clock: 32700 is a trace, 0; of 30000, 31000 and 32000 and more (snow, rain and snow, dew) the last three digits count. Source: description of the data set V3.0, National Meteorological Information Centre.</source>
        <translation>经纬度为度分（5258为52度58分）；风速大于1000表示超出仪器量程，减去1000；风向代码1至16换算为（代码 - 1）x 22.5度。降水取20-20时累计值：32700为微量，计0；30000、31000、32000以上（雪、雨夹雪、雾露霜）取后三位。来源：国家气象信息中心数据集V3.0说明文档。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>speeds m/s (0.1 m/s in the files), directions in degrees the wind comes FROM, temperatures °C, precipitation mm, elevation m; date is text (2015-01-31).</source>
        <translation>风速m/s（文件中为0.1 m/s），风向为风的来向（度），气温°C，降水mm，海拔m；日期为文本（2015-01-31）。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>missing values (32766, 32744) and values of quality code 2 become NULL. Code 17, calm, has no direction: NULL, with 1 in max_calm or extreme_calm. A line that breaks the format, or repeats a station and day, is rejected and listed in the log.</source>
        <translation>缺测值（32766、32744）以及质量控制码为2的值记为NULL，即无数据。代码17为静风，没有方向：记为NULL，并在max_calm或extreme_calm中记1。格式不符或测站与日期重复的行不予采用，并在日志中列出。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>the points are in EPSG:4326. CSV gets the coordinates as columns X and Y; GeoPackage suits millions of records.</source>
        <translation>点采用EPSG:4326坐标参考系（CRS）。写成CSV时坐标存于X列和Y列；记录达数百万条时宜用GeoPackage。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>Next step: carbonflow:prevailingwindstations with station, max_dir, max_speed and max_calm; carbonflow:stationstogrid for temperature and precipitation.</source>
        <translation>下一步：风用carbonflow:prevailingwindstations，字段取station、max_dir、max_speed和max_calm；气温和降水用carbonflow:stationstogrid。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>Daily files</source>
        <translation>日值文件</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>SURF_CLI_CHN_MUL_DAY text files of one element (WIN, TEM or PRE), as downloaded or parted by commas; one or more.</source>
        <translation>同一要素（WIN、TEM或PRE）的SURF_CLI_CHN_MUL_DAY文本文件，可为下载的原始文件，也可用逗号分隔；一个或多个。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>Element</source>
        <translation>要素</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>From the file</source>
        <translation>由文件判定</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>Wind (WIN)</source>
        <translation>风（WIN）</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>Temperature (TEM)</source>
        <translation>气温（TEM）</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>Precipitation (PRE)</source>
        <translation>降水（PRE）</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>From the file: its name (…-TEM-12001-201501.TXT), else a header line, else the number of columns. Files of temperature and precipitation that say neither need a choice.</source>
        <translation>由文件判定：依次看文件名（…-TEM-12001-201501.TXT）、表头、列数。气温与降水文件若名称和表头都未说明，须在此选择。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>Daily values</source>
        <translation>日值</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>A point per station and day with the columns {columns}; of temperature {temperature}; of precipitation {precipitation}.</source>
        <translation>每站每日一个点，字段为{columns}；气温为{temperature}；降水为{precipitation}。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Records</source>
        <translation>记录数</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/importcmadaily.py"/>
        <source>Rejected lines</source>
        <translation>未采用的行数</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Prevailing wind at stations</source>
        <translation>测站主导风向</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>From a record per observation to the wind of each station: prevailing and resultant direction, constancy, mean speed, calms and the frequencies of 16 sectors. In a monsoon climate the two directions differ.</source>
        <translation>由逐次观测记录统计各测站的风：主导风向与合成风向、风向稳定度、平均风速、静风以及16个方位的频率。在季风气候区，这两种风向并不相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>the frequencies f of the sectors (N is 348.75 to 11.25 degrees) and of calm sum to 1; prevailing is the most frequent sector (with a tie, the first clockwise from north); resultant is the direction of the mean vector (sum -s sin d, sum -s cos d) / n; constancy is its length divided by the mean speed, 0 to 1 (Singer 1967, J. Appl. Meteor. 6, 1033).</source>
        <translation>各方位（N为348.75至11.25度）和静风的频率f总和为1；主导风向是频率最高的方位（频率相同时，取从北起顺时针的第一个）；合成风向是平均风矢量(sum -s sin d, sum -s cos d) / n的方向；风向稳定度是平均风矢量的模与平均风速之比，0至1（Singer 1967，J. Appl. Meteor. 6, 1033）。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>directions in degrees the wind comes FROM, clockwise from true north; speeds m/s; frequencies 0 to 1.</source>
        <translation>风向为风的来向的度数，从真北起顺时针计；风速m/s；频率0至1。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>missing values may be NULL, 32766, 32744, 999 and the like. Records without a direction that are not calm do not count, and their number is logged; records without a speed are in the frequencies only. Calm has no direction: it counts among the records, not in the sectors; it is what the direction or the calm field says, and a speed of 0 or below the limit. A variable wind is no record of a direction. A record with a cell that cannot be (400 degrees, code 18) is left out and told; above 5 % of the records it is an error.</source>
        <translation>无数据（缺测值）可为NULL、32766、32744、999等。没有风向又不是静风的记录不参与统计，其条数写入日志；没有风速的记录只参与频率统计。静风没有方向：计入记录总数，但不计入各方位；凡风向字段或静风字段标明为静风的，以及风速为0或低于阈值的，都是静风。风向不定的记录不计入风向统计。单元格取值不可能（400度、代码18）的记录会被剔除并在日志中说明；超过记录数的5 %时报错。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>any: a station&apos;s point is that of its first record, in the CRS of the input. A table without points gives a table.</source>
        <translation>任意：测站的点取其第一条记录的点，采用输入数据的坐标参考系（CRS）。输入为无点的表时，输出也是表。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Without a speed field every wind has the same weight. A layer of carbonflow:importcmadaily needs no choice of fields: station, max_dir, max_speed and max_calm are taken, and the log says so.</source>
        <translation>不给风速字段时，每次风的权重相同。由carbonflow:importcmadaily得到的图层无须选择字段：自动取station、max_dir、max_speed和max_calm，并写入日志。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Observations</source>
        <translation>观测记录</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Points or a table with a record per observation, of one or many stations.</source>
        <translation>点或表，每次观测一条记录，可含一个或多个测站。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Field with the stations</source>
        <translation>测站字段</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Number or name of the station; must not be empty.</source>
        <translation>测站的站号或站名；不得为空。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Field with the directions</source>
        <translation>风向字段</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Direction the wind comes from; C or 静风 is calm in every format.</source>
        <translation>风的来向；在各种格式中，C或静风都表示静风。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Directions are</source>
        <translation>风向格式</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Degrees</source>
        <translation>度</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>16-sector codes (1 = N to 16 = NNW, 17 = calm)</source>
        <translation>16方位代码（1 = N至16 = NNW，17 = 静风）</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Compass letters (N, NNE, ...)</source>
        <translation>方位名（N、NNE等）</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Tens of degrees (36 = N, 99 = variable)</source>
        <translation>十度为单位（36 = 北，99 = 风向不定）</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Degrees are clockwise from true north, 0 to 360; letters may be English or Chinese (东北). Wind fields of NOAA&apos;s Integrated Surface Database (160,1,N,0046,1) are seen, and their speeds read, too.</source>
        <translation>度数从真北起顺时针计，0至360；方位名可用英文字母或中文（东北）。NOAA综合地面数据库的风字段（160,1,N,0046,1）可自动识别，其风速一并读取。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Field with the speeds</source>
        <translation>风速字段</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>m/s. Empty: all winds have the same weight, and there is no mean speed.</source>
        <translation>m/s。留空时每次风的权重相同，且没有平均风速。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>Calm below, m/s</source>
        <translation>静风阈值，m/s</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>A wind slower than this is calm; so is one of speed 0.</source>
        <translation>风速低于此值为静风；风速为0也是静风。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Field that marks calm</source>
        <translation>静风标记字段</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Yes or 1 where a record is calm, such as max_calm of the daily files.</source>
        <translation>记录为静风时取“是”或1，例如逐日风资料中的max_calm。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Field with the times</source>
        <translation>时间字段</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>To find records that repeat a station and time; they count, with a warning.</source>
        <translation>用于查找测站与时间重复的记录；这些记录仍参与统计，但会给出警告。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Reports in steps</source>
        <translation>有固定间隔的风向记录</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>As reported</source>
        <translation>按原始记录</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Spread over the step of the reports</source>
        <translation>分摊到记录的间隔内</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Of directions in steps of 10 degrees some sectors own three values and others two; letters of 8 points leave every other sector empty. Spread: each report is shared among the sectors within half a step of it.</source>
        <translation>风向以10度为间隔记录时，有的方位含三个取值，有的只含两个；8方位记录会使每隔一个方位为空。分摊：每条记录按其前后半个间隔所占的角度分给各方位。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Codes among the directions</source>
        <translation>风向中的特殊代码</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Values that are no directions: calm=, variable= and missing=, several by commas. 0 is a calm where 360 occurs in the column, too; north=0 makes it a north.</source>
        <translation>不是风向的取值：calm=（静风）、variable=（风向不定）、missing=（缺测），多个值用逗号分隔。同一列中出现360时，0视为静风；north=0则视为北风。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>Winds of the stations</source>
        <translation>各测站的风</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>A row per station with the columns {columns}.</source>
        <translation>每个测站一行，列为：{columns}。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <location filename="../algorithms/flow/prevailingwindstations_run.py"/>
        <source>Wind roses</source>
        <translation>风玫瑰图</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>A page with the wind rose of every station; works offline.</source>
        <translation>包含每个测站风玫瑰图的网页；可离线打开。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <location filename="../algorithms/flow/windgrid.py"/>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Stations</source>
        <translation>测站</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Records that count</source>
        <translation>参与统计的记录数</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Records of variable winds</source>
        <translation>风向不定的记录数</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations.py"/>
        <source>Records that cannot be read</source>
        <translation>无法读取的记录数</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations_run.py"/>
        <source>{count} records</source>
        <translation>{count}条记录</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations_run.py"/>
        <location filename="../algorithms/flow/prevailingwinduv_run.py"/>
        <source>mean {speed} m/s</source>
        <translation>平均风速{speed} m/s</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwindstations_run.py"/>
        <source>constancy {value}</source>
        <translation>风向稳定度{value}</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>Prevailing wind from U and V rasters</source>
        <translation>由U、V栅格计算主导风向</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>Prevailing and resultant wind, mean speed, constancy and wind rose of every cell, from u (eastward) and v (northward) winds with a band per time step. In a monsoon climate the two directions differ.</source>
        <translation>由风的u（东向）、v（北向）分量（每个时次一个波段）计算每个像元的主导风向与合成风向、平均风速、风向稳定度和风玫瑰。在季风气候区，这两种风向并不相同。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>d = atan2(-u, -v) falls into one of 16 sectors, and the most frequent one prevails; with a tie, the first clockwise from north. The resultant is the direction of the mean vector; constancy is its length divided by the mean speed (Singer 1967, J. Appl. Meteor. 6, 1033).</source>
        <translation>风向d = atan2(-u, -v)归入16个方位之一，频率最高的方位为主导风向；频率相同时，取从北起顺时针的第一个。合成风向是平均风矢量的方向；风向稳定度是平均风矢量的模与平均风速之比（Singer 1967，J. Appl. Meteor. 6, 1033）。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>u, v and speeds m/s; directions in degrees the wind comes FROM, clockwise from true north; frequencies and constancy 0 to 1.</source>
        <translation>u、v和风速m/s；风向为风的来向的度数，从真北起顺时针计；频率和风向稳定度0至1。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>steps without u or v do not count; cells without any are nodata. Calm has no direction: it counts in the rose, not in the sectors.</source>
        <translation>缺少u或v的时次不参与统计；全部时次都缺测的像元为无数据。静风没有方向：计入风玫瑰，但不计入各方位。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>any. On another grid u and v are interpolated for every step, never degrees.</source>
        <translation>任意坐标参考系。换到另一格网时，对每个时次的u和v分别内插，绝不内插角度。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>NetCDF and GRIB files are read as downloaded, also in their zip: U=era5.nc, V empty. Which bands are u and v is told by what they say; NETCDF:&quot;era5.nc&quot;:u10 names one variable. Declared units (km/h, knots) are converted; winds along a rotated or projected grid are turned to the true north.</source>
        <translation>NetCDF和GRIB文件可按下载的原样读取，zip压缩包亦可：U=era5.nc，V留空。哪些波段是u、哪些是v，由文件自身的说明判定；NETCDF:&quot;era5.nc&quot;:u10指定单个变量。已声明的单位（km/h、节）会自动换算；沿旋转或投影格网方向的风分量会转到真北方向。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Eastward wind u</source>
        <translation>东向风分量u</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>m/s, a band per time step; or a file that holds u and v: NetCDF, GRIB, their zip.</source>
        <translation>m/s，每个时次一个波段；或同时含有u和v的文件：NetCDF、GRIB及其zip压缩包。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Northward wind v</source>
        <translation>北向风分量v</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>m/s, the same time steps on the same grid. Empty: the file of U holds both.</source>
        <translation>m/s，与U时次相同、格网相同。留空：U的文件同时含有两个分量。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>Any raster on the grid wanted. Empty: the grid of u and v.</source>
        <translation>位于目标格网上的任意栅格。留空时采用u和v的格网。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>Level or member</source>
        <translation>层次或集合成员</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>Where the files hold several: the one to take, as the error lists them (10, 850, member 3).</source>
        <translation>文件含有多个层次或成员时，指定所取的一个，写法同报错所列（10、850、member 3）。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Prevailing wind direction</source>
        <translation>主导风向</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>Centre of the most frequent sector, degrees from.</source>
        <translation>频率最高的方位的中心，风的来向，°。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>Resultant wind direction</source>
        <translation>合成风向</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>Direction of the mean vector, degrees from.</source>
        <translation>平均风矢量的方向，风的来向，°。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Mean wind speed</source>
        <translation>平均风速</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>m/s, calms included.</source>
        <translation>m/s，包括静风。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Constancy</source>
        <translation>风向稳定度</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <source>|mean vector| / mean speed, 0 to 1.</source>
        <translation>|平均风矢量|/平均风速，0至1。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>17 bands: frequencies of 16 sectors from north clockwise, and calm.</source>
        <translation>17个波段：从北起顺时针16个方位的频率，以及静风频率。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>Chart of the wind rose</source>
        <translation>风玫瑰图</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/prevailingwinduv.py"/>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>One wind rose of all cells together; one file that works offline.</source>
        <translation>所有像元合计的一张风玫瑰图；单个文件，可离线打开。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Route unfixed carbon downwind</source>
        <translation>未固定碳沿风向流动</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>What a cell cannot sequester travels downwind; cells on the way absorb what they have room for; the rest leaves the region. Wind routing is an accounting device, not transport physics.</source>
        <translation>像元固定不了的碳沿下风向移动；沿途的像元在其剩余容量之内吸收；其余的流出区域。沿风向的流动是一种核算手段，并非大气输送的物理模拟。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>in tonnes per cell: total = E + inflow, absorbed = min(total, C), outflow = total - absorbed; a threshold flow, solved to its least fixed point. After the idea of DOI 10.12677/ag.2022.125066. The accounts add up to the emission.</source>
        <translation>各量以每个像元的吨数计：total = E + inflow，absorbed = min(total, C)，outflow = total - absorbed，依次为总量、吸收量和流出量，inflow为流入量；这是一种阈值流，求其最小不动点。思路取自DOI 10.12677/ag.2022.125066。各项收支之和等于碳排放。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>E, C and uptake t/ha, flux and accounts t. C may be a stock or an annual rate: against a stock almost nothing travels. Wind is the direction it comes FROM, in degrees from true north.</source>
        <translation>E、C和吸收量t/ha，通量和各项收支t。C可以是碳储量，也可以是年固碳速率：若用碳储量，几乎没有碳会流动。风向指风的来向，从真北起算，单位为度。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>at the edge exports; inside it is passed over or counts as lost. Nodata of the wind in a valid cell is calm: what that cell cannot absorb stays.</source>
        <translation>流到边缘无数据处的碳视为流出区域；流到内部无数据处的碳越过该处或计为损失。有效像元的风向为无数据时视为静风：该像元吸收不了的碳留在原处。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>any, but all rasters must lie on one grid (aligntogrid brings them there). Bearings, steps, decay and lines are those on the ground, whatever the projection: nothing need be turned. Zones may be in another CRS.</source>
        <translation>任意，但所有栅格必须位于同一格网上（可用aligntogrid对齐）。无论何种投影，方位、步长、衰减和线都以地面为准，无需自行旋转。分区可采用其他坐标参考系（CRS）。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Two neighbours: the two cells that bracket the bearing, so that the mean path follows the wind. One neighbour: the closest of 8 bearings. Wind rose: every sector by its frequency. Well mixed: all surplus over all spare capacity in proportion. Loops in the wind lose nothing: carbon that circles where no room is left is counted as trapped. One direction per cell, frozen for the whole period, makes such loops; the wind rose does not. The flux counts every lap (LOOP_CELLS says in how many cells that may be); network, arrows and map classes take min(flux, what entered the loop).</source>
        <translation>两个邻域像元：分给位于去向两侧的两个像元，使平均路径与风向一致。一个邻域像元：取 8 个方向中最接近的一个。风玫瑰：各方位按其频率分配。充分混合：全部盈余按比例分配给全部剩余容量。风场中的回路不会造成损失：碳在没有剩余容量的地方循环不止时，计为循环滞留。每个像元只用一个风向并在整个时期内保持不变，才会产生这种回路；风玫瑰不会。通量按圈重复计入（LOOP_CELLS 给出涉及的像元数）；流动网络、箭头和地图分级取通量与进入回路的量两者中的较小值。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <location filename="../algorithms/flow/windgrid.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Wind direction</source>
        <translation>风向</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Degrees the wind comes from, clockwise from true north.</source>
        <translation>风的来向，从真北起顺时针的度数。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Two neighbours</source>
        <translation>两个邻域像元</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>One neighbour</source>
        <translation>一个邻域像元</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Well mixed</source>
        <translation>充分混合</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>How a cell&apos;s outflow is shared among its neighbours.</source>
        <translation>像元的流出量如何分配给相邻像元。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Decay length, km</source>
        <translation>衰减长度，km</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>On each step of length d a share 1 - exp(-d / L) is dispersed; 0 means no decay.</source>
        <translation>每移动一步（长度为d），有1 - exp(-d / L)的份额扩散散失；0表示不衰减。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Nodata inside the area</source>
        <translation>研究区内部的无数据</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Pass over</source>
        <translation>越过</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Count as lost</source>
        <translation>计为损失</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>A lake without data, say: carbon crosses it, or is lost in it.</source>
        <translation>例如没有数据的湖泊：碳从其上越过，或在其中损失。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Inlets closed by corners export</source>
        <translation>仅由像元角点封闭的水湾计为输出</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Cells without data that corners of cells alone link to the outside, as in estuaries: on, they lie outside and what flows into them is exported; off, they lie inside, as other gaps. The log says how many there are.</source>
        <translation>与外部仅通过像元角点相连的无数据像元，如河口：勾选时视为区域以外，流入其中的碳计为输出；不勾选时与其他缺测区一样视为区域以内。其数目见日志。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Flux threshold of the network, t</source>
        <translation>流动网络的通量阈值，t</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Cells with more flux are joined to lines. Empty: a readable number of lines.</source>
        <translation>通量大于此值的像元连接成线。留空时自动取值，使线的数量便于阅读。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <location filename="../algorithms/models/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Flux</source>
        <translation>通量</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>t that leave the cell downwind, own and passing.</source>
        <translation>沿风向流出像元的碳，包括自身产生的和过境的，t。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Absorbed</source>
        <translation>吸收量</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>t/ha that the cell takes up, own and imported.</source>
        <translation>像元吸收的碳，包括自身产生的和输入的，t/ha。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Imported</source>
        <translation>输入吸收量</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>t/ha that the cell takes up of what the wind brings.</source>
        <translation>风带来的碳中被像元吸收的部分，t/ha。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Unfixed remainder</source>
        <translation>未固定的剩余量</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>t/ha that stay in the cell unfixed: trapped or calm.</source>
        <translation>留在像元中未被固定的碳：循环滞留或因静风滞留，t/ha。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Flow network</source>
        <translation>服务流网络</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Lines along the wind where the flux is above the threshold: flux_t, length_km, bearing (from true north), from_zone, to_zone.</source>
        <translation>通量高于阈值处沿风向的线：flux_t、length_km、bearing（自真北起算）、from_zone、to_zone。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <location filename="../algorithms/models/words.py"/>
        <location filename="../algorithms/report/inputs.py"/>
        <source>Flows between zones</source>
        <translation>分区间流量</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>from_zone, to_zone, flow_t; to_zone may be (left the region), (unfixed), (dispersed), (no zone).</source>
        <translation>from_zone、to_zone、flow_t；to_zone可以是(left the region)（流出区域）、(unfixed)（未固定）、(dispersed)（扩散散失）、(no zone)（不属于任何分区）。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Arrows between zones</source>
        <translation>分区间箭头</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>A line from zone to zone with from_zone, to_zone, flow_t; needs zones.</source>
        <translation>从分区到分区的线，带有from_zone、to_zone、flow_t；需要分区图层。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Charts of the flow</source>
        <translation>服务流图表</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Accounts and, with zones, who sends carbon to whom, as charts; one file that works offline.</source>
        <translation>账目图表；有分区时还显示碳从哪个分区流向哪个分区；单个文件，可离线打开。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Absorbed at home, t</source>
        <translation>就地吸收，t</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Absorbed downwind, t</source>
        <translation>在下风向吸收，t</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Exported over the border, t</source>
        <translation>流出边界，t</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Lost to gaps, t</source>
        <translation>在无数据空缺处损失，t</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Dispersed, t</source>
        <translation>扩散散失，t</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Trapped, t</source>
        <translation>循环滞留，t</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Left in calm cells, t</source>
        <translation>滞留于静风像元，t</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Relative error of the mass balance</source>
        <translation>质量平衡的相对误差</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Cells without data inside the area</source>
        <translation>区域内无数据的像元数</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Cells without wind</source>
        <translation>无风像元数</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windflowrouting.py"/>
        <source>Cells of loops that carbon goes round in</source>
        <translation>碳在其中循环的回路的像元数</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>Wind from stations to a grid</source>
        <translation>由测站生成格网风场</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>Spreads the winds of stations over a grid by inverse distance weighting. Degrees are never averaged (350 and 10 would give 180): the frequencies of the roses are, or the mean vectors.</source>
        <translation>用反距离加权法把测站的风内插到格网上。绝不对角度取平均（350与10会得到180），而是对风玫瑰的频率或平均风矢量加权。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>w = d^-p over the nearest stations (Shepard 1968, DOI 10.1145/800186.810616). Each of the 17 frequencies is sum(w f) / sum(w), and the direction is the most frequent sector of that; by vector it is the direction of sum(w V), with V the mean wind of a station. Reliability is |sum(w c e)| / sum(w), with c the constancy and e the unit vector of the resultant: 1 where all neighbours always have one wind, 0 where they cancel; it does not tell how far they are.</source>
        <translation>对最近的若干测站取w = d^-p（Shepard 1968，DOI 10.1145/800186.810616）。17个频率分别为sum(w f) / sum(w)，由此取频率最高的方位为风向；按矢量时，风向为sum(w V)的方向，V为测站的平均风矢量。可靠度为|sum(w c e)| / sum(w)，c为风向稳定度，e为合成风向的单位矢量：邻近各站始终为同一风向时为1，相互抵消时为0；它不反映测站的远近。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>directions in degrees the wind comes FROM, clockwise from true north; frequencies and reliability 0 to 1; distances d in metres on the ellipsoid.</source>
        <translation>风向为风的来向的度数，从真北起顺时针计；频率和可靠度0至1；距离d为椭球面上的米数。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>every cell gets a wind, also where the grid raster is nodata; the direction is nodata where there are only calms or the vectors cancel.</source>
        <translation>每个像元都会得到风的数据，格网栅格为无数据处也不例外；只有静风或矢量相互抵消处，风向为无数据。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>any, of both. Stations outside the grid count.</source>
        <translation>测站和格网均可采用任意坐标参考系。格网以外的测站也参与计算。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>The log gives the mean error when each station is predicted from the others.</source>
        <translation>日志给出用其余测站预测每个测站时的平均误差。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>Points, as carbonflow:prevailingwindstations makes them.</source>
        <translation>由carbonflow:prevailingwindstations生成的点。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>Any raster on the grid wanted.</source>
        <translation>位于目标格网上的任意栅格。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Distance power</source>
        <translation>距离的幂次</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>p: the larger, the more the nearest station counts; above 0.</source>
        <translation>p：越大，最近的测站所占权重越大；须大于0。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Number of neighbours</source>
        <translation>邻近测站数</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>How many of the nearest stations count in a cell.</source>
        <translation>每个像元采用最近的多少个测站。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>Direction by</source>
        <translation>风向的确定方式</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>Frequency (most frequent sector)</source>
        <translation>频率（频率最高的方位）</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>Vector (mean wind)</source>
        <translation>矢量（平均风矢量）</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>Where the direction raster comes from: the roses, or the mean vectors.</source>
        <translation>风向栅格的来源：风玫瑰，或平均风矢量。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>Degrees from, for carbonflow:windflowrouting.</source>
        <translation>风的来向，°，供carbonflow:windflowrouting使用。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Reliability</source>
        <translation>可靠度</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>0 to 1: how much the winds of the neighbours agree.</source>
        <translation>0至1：邻近测站的风向的一致程度。</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>Mean error at the stations, degrees</source>
        <translation>测站处的平均误差，°</translation>
    </message>
    <message>
        <location filename="../algorithms/flow/windgrid.py"/>
        <source>Mean reliability</source>
        <translation>平均可靠度</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/base.py"/>
        <source>Carbon accounts</source>
        <translation>碳核算</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/base.py"/>
        <source>Supply and demand</source>
        <translation>供需平衡</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/base.py"/>
        <source>Wind and service flow</source>
        <translation>风与服务流</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/base.py"/>
        <source>Grids</source>
        <translation>格网</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/base.py"/>
        <location filename="../algorithms/report/assessmentreport.py"/>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/help.py"/>
        <source>Formula: {text}</source>
        <translation>公式：{text}</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/help.py"/>
        <source>Units: {text}</source>
        <translation>单位：{text}</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/help.py"/>
        <source>Nodata: {text}</source>
        <translation>无数据：{text}</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/help.py"/>
        <source>CRS: {text}</source>
        <translation>坐标参考系（CRS）：{text}</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/help.py"/>
        <source>Example: {command}</source>
        <translation>示例：{command}</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/layer_names.py"/>
        <source>Names</source>
        <translation>名称</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/layer_names.py"/>
        <source>Names for the target and the layers in tables and charts, separated by commas. Empty: the layers&apos; names.</source>
        <translation>目标变量和各图层在表格和图表中的名称，用逗号分隔。留空时采用图层名。</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>Creation options of rasters</source>
        <translation>栅格创建选项</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>Options of GDAL&apos;s GeoTIFF driver joined by |, for example COMPRESS=ZSTD|ZSTD_LEVEL=1 (fastest; older programs may not read it) or COMPRESS=DEFLATE|ZLEVEL=6|PREDICTOR=3 (smaller). FORMAT=COG writes cloud-optimised GeoTIFFs with overviews. Empty: DEFLATE, level 1; for temporary rasters the fastest there is.</source>
        <translation>GDAL 的 GeoTIFF 驱动的选项，以 | 连接，例如 COMPRESS=ZSTD|ZSTD_LEVEL=1（最快；较旧的程序可能无法读取）或 COMPRESS=DEFLATE|ZLEVEL=6|PREDICTOR=3（更小）。FORMAT=COG 写出带金字塔的云优化 GeoTIFF。留空则为 DEFLATE 1 级；临时栅格用最快的压缩方式。</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>HTML files (*.html)</source>
        <translation>HTML 文件 (*.html)</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Land use</source>
        <translation>土地利用</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Raster of land-use codes (whole numbers); its first band is read.</source>
        <translation>土地利用代码（整数）栅格；读取其第一个波段。</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Carbon pools table</source>
        <translation>碳库表</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>Columns lucode, c_above, c_below, c_soil, c_dead in t C/ha. With a scheme, lucode is 1 to 6; with the codes of the pools table it is the raster&apos;s own code. Empty: the study&apos;s densities.</source>
        <translation>列为lucode、c_above、c_below、c_soil、c_dead，单位t C/ha。选用某种分类体系时，lucode为1至6；选用碳库表中的代码时，lucode就是栅格自身的代码。留空时采用论文的碳密度。</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>Codes that are not in the table</source>
        <translation>表中没有的代码</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>Take as nodata</source>
        <translation>视为无数据</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>What to do with raster codes that no row explains.</source>
        <translation>如何处理在表中没有对应行的栅格代码。</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>t/ha per year, 0 or more.</source>
        <translation>t/(ha·a)，不小于0。</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>A stock (t/ha) or an annual rate (t/ha per year), 0 or more.</source>
        <translation>碳储量（t/ha）或年固碳速率（t/(ha·a)），不小于0。</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>Polygons, such as provinces, in any CRS. A cell belongs to the zone that holds its centre; polygons of one name are one zone.</source>
        <translation>多边形，例如省级行政区，可采用任意坐标参考系（CRS）。像元中心落在哪个分区，像元就属于哪个分区；同名的多边形视为同一个分区。</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Field with the zones&apos; names</source>
        <translation>分区名称字段</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>Names of the zones. When empty, the layer&apos;s first text field is taken.</source>
        <translation>分区的名称。留空时取图层的第一个文本字段。</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <location filename="../algorithms/report/inputs.py"/>
        <source>Wind arrows</source>
        <translation>风向箭头</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>Points on every n-th cell, at most 32 across, with the columns {columns}; shown as arrows that point where the wind goes. dir is where it comes from, from true north; angle is the arrow&apos;s, clockwise from the map&apos;s upward direction in the grid&apos;s CRS.</source>
        <translation>每隔 n 个像元取一点（长边至多 32 个），含列 {columns}；显示为指向风去向的箭头。dir 为来向，自真北起算；angle 为箭头的角度，在格网的坐标参考系中自地图上方起顺时针计。</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>Table by zone</source>
        <translation>分区统计表</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Land-use scheme</source>
        <translation>土地利用分类体系</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/parameters.py"/>
        <source>What the codes of the land-use raster mean. A scheme&apos;s crosswalk turns its codes into the six classes 1 cropland, 2 woodland, 3 grassland, 4 water, 5 built-up, 6 unused; the crosswalks, with a reason per row, are in the plugin&apos;s folder resources/tables. The last choice takes the codes of your own table.</source>
        <translation>土地利用栅格中代码的含义。各分类体系的对照表把代码归并为六类：1 耕地、2 林地、3 草地、4 水域、5 建设用地、6 未利用地；对照表逐行注明归类理由，存放在插件的 resources/tables 文件夹中。最后一个选项表示采用您自己的表中的代码。</translation>
    </message>
    <message>
        <location filename="../algorithms/framework/scheduler.py"/>
        <source>Address of a Dask scheduler (tcp://host:8786); empty: this machine</source>
        <translation>Dask 调度器的地址（tcp://host:8786）；留空则在本机计算</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Bring a raster onto the study grid</source>
        <translation>将栅格对齐到研究格网</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Brings a raster in any CRS onto the cells of a grid raster.</source>
        <translation>把任意坐标参考系（CRS）的栅格转换到格网栅格的像元上。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>categories: the most frequent code when cells become larger, the nearest when smaller. Continuous values: the mean when larger, bilinear when smaller. Totals per cell: each source cell is cut up and its parts are added where they fall, so that the sum is kept (1e-6). Resampling is GDAL&apos;s (mode, near, average, bilinear, sum).</source>
        <translation>类别：像元变大时取众数（出现最多的代码），变小时取最近邻。连续值：像元变大时取平均值，变小时用双线性内插。像元总量：把每个源像元切分，各部分累加到所落入的像元，因而总和不变（1e-6）。重采样由GDAL完成（mode、near、average、bilinear、sum）。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>those of the input; for totals also per hectare or km2, and by a factor.</source>
        <translation>与输入相同；总量还可换算为每公顷或每平方千米，并可乘以系数。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>stays nodata and has no part in means. What lies outside the grid is left out, with a warning for totals.</source>
        <translation>仍为无数据，不参与平均值的计算。格网以外的部分被舍去，对总量会给出警告。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>any, of both; the result has that of the grid. Longitudes may count from 0 to 360 in one and from -180 to 180 in the other.</source>
        <translation>两者均可为任意坐标参考系；结果采用格网的坐标参考系。经度可以一方为 0 至 360，另一方为 -180 至 180。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Raster</source>
        <translation>栅格</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>The raster to bring onto the grid, in any CRS.</source>
        <translation>要对齐到格网的栅格，可采用任意坐标参考系（CRS）。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Band</source>
        <translation>波段</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>One band; empty: all bands.</source>
        <translation>指定一个波段；留空表示全部波段。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Kind of values</source>
        <translation>数值类型</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Continuous</source>
        <translation>连续值</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Total per cell</source>
        <translation>像元总量</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Codes, values such as elevation or densities, or amounts per cell.</source>
        <translation>分类代码、高程或密度之类的连续值，或每个像元的总量。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Any raster on the grid wanted; its values do not matter.</source>
        <translation>位于目标格网上的任意栅格；与其数值无关。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>As the input</source>
        <translation>与输入相同</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>For totals per cell: divided by the cell&apos;s own area, the density that the other tools take.</source>
        <translation>用于像元总量：除以该像元自身的面积，得到其他工具所需的密度。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Factor</source>
        <translation>因子</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>A conversion of units, applied to every value; not for categories.</source>
        <translation>单位换算系数，乘到每个值上；不适用于类别。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Keep only cells where the grid has data</source>
        <translation>仅保留格网有数据的像元</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Cuts the result to the inside of a study grid.</source>
        <translation>把结果裁剪到研究格网范围以内。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>Raster on the grid</source>
        <translation>格网上的栅格</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/aligntogrid.py"/>
        <source>The bands of the input on the grid.</source>
        <translation>对齐到格网后的输入波段。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Station values to a grid</source>
        <translation>测站观测值插值到格网</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Makes means or sums of the records of stations, and spreads them over a grid by inverse distance weighting: temperature and precipitation for the driver analysis, or any other value.</source>
        <translation>计算各测站记录的平均值或总量，并用反距离权重法插值到格网：供驱动因子分析使用的气温和降水，或其他任何数值。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>v = sum(w v) / sum(w), w = d^-p over the nearest stations (Shepard 1968, DOI 10.1145/800186.810616). With elevations, values are first brought to sea level, v + G h / 1000, and then to each cell, - G H / 1000, with G the lapse rate per km. A month counts with at most 3 missing days, a year with 12 such months and at most 15 missing days (Zhang et al. 2011, DOI 10.1002/wcc.147); others are left out.</source>
        <translation>v = sum(w v) / sum(w)，w = d^-p，取最近的若干测站（Shepard 1968，DOI 10.1145/800186.810616）。有海拔时，先订正到海平面，v + G h / 1000，再订正到各像元，- G H / 1000，G为每千米的直减率。一个月缺测不超过3天方计入，一年须12个月都计入且缺测不超过15天（Zhang等2011，DOI 10.1002/wcc.147）；其余剔除。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>those of the field (°C, mm); distances d in metres on the ellipsoid, elevations h and H in metres.</source>
        <translation>与字段相同（°C、mm）；距离d为椭球面上的米数，海拔h和H以米计。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>every cell gets a value, also where the grid raster is nodata, but not where ELEVATION is. Records without a value (NULL, 32766, -9999 and the like) are missing; a record that cannot be read is left out and told, above 5 % of the records it is an error.</source>
        <translation>每个像元都有值，格网栅格为无数据处也不例外，但ELEVATION为无数据处除外。没有值的记录（NULL、32766、-9999等）视为缺测；无法读取的记录会被剔除并在日志中说明，超过记录数的5 %时报错。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>any, of all. Stations outside the grid count.</source>
        <translation>均可为任意坐标系。格网以外的测站也参与计算。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>A layer of carbonflow:importcmadaily needs no choice but VALUE_FIELD: station, date and elevation are taken, and the log says so. The number LEAVE_ONE_OUT_ERROR is the mean absolute error when each station is predicted from the others.</source>
        <translation>carbonflow:importcmadaily生成的图层只需选择VALUE_FIELD：自动取station、date和elevation，并在日志中说明。数值LEAVE_ONE_OUT_ERROR是由其他测站预测各测站时的平均绝对误差。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Points: a record per station, or per station and time.</source>
        <translation>点：每个测站一条记录，或每个测站每个时刻一条记录。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Field with the values</source>
        <translation>数值字段</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>What is mapped, such as temperature or precipitation; no direction.</source>
        <translation>要制图的数值，如temperature或precipitation；不能是风向。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Statistic</source>
        <translation>统计量</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Sum per year (mean of the yearly sums)</source>
        <translation>年总量（各年总量的平均）</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Mean of each month (12 bands)</source>
        <translation>各月平均（12个波段）</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Sum of each month (12 bands)</source>
        <translation>各月总量（12个波段）</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>What is made of the records of a station; months are averaged over the years. All but the mean need the dates.</source>
        <translation>由测站记录计算什么；各月取多年平均。除平均值外都需要日期。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Field with the dates</source>
        <translation>日期字段</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Dates, or texts such as 2015-01-31 or 20150131; records by the month or year may have these alone.</source>
        <translation>日期，或2015-01-31、20150131之类的文本；逐月或逐年记录可只有年月或年份。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Elevation</source>
        <translation>海拔</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Metres, on the grid. With it values follow the terrain by the lapse rate.</source>
        <translation>米，须在该格网上。给出后，数值按直减率随地形变化。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Field with the stations&apos; elevations</source>
        <translation>测站海拔字段</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Metres; needed with ELEVATION.</source>
        <translation>米；使用ELEVATION时必填。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Lapse rate per km</source>
        <translation>直减率（每千米）</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>What a value loses per km upwards: 6.5 °C in the standard atmosphere; negative for what grows with the height. Used with ELEVATION.</source>
        <translation>海拔每升高一千米数值的减少量：标准大气为6.5 °C；随海拔增加的量取负值。与ELEVATION一同使用。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Records of one name are one station. Empty: records at one place are one station.</source>
        <translation>同名记录为一个测站。为空时，同一位置的记录为一个测站。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Values on the grid</source>
        <translation>格网上的数值</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>One band, or 12 bands from January to December.</source>
        <translation>单个波段，或逐月共12个波段。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/stationstogrid.py"/>
        <source>Mean error at the stations</source>
        <translation>测站处的平均误差</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <source>Make the study grid</source>
        <translation>生成研究格网</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <source>The grid on which an assessment is made: square cells that cover the area, 1 where the cell&apos;s centre is inside, nodata elsewhere.</source>
        <translation>评估所用的格网：覆盖研究区的正方形像元，像元中心在研究区内的为1，其余为无数据。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <source>edges at multiples of the cell size s: west = floor(xmin / s) s, north = ceil(ymax / s) s. Projections: Snyder 1987, USGS Professional Paper 1395, chapters 14 and 24.</source>
        <translation>格网边界取像元大小s的整数倍：west = floor(xmin / s) s，north = ceil(ymax / s) s。投影：Snyder 1987，USGS Professional Paper 1395，第14章和第24章。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <source>cell size in metres; the result has no unit.</source>
        <translation>像元大小以米计；结果无单位。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <source>cells whose centre is outside the area.</source>
        <translation>像元中心在研究区以外的像元。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <source>the area may be in any CRS. Without a CRS for the grid an equal-area one is made for the area: Albers&apos; conic, or Lambert&apos;s azimuthal where the area touches the equator or a pole. A CRS in degrees is an error.</source>
        <translation>研究区可采用任意坐标参考系（CRS）。不指定格网的CRS时，为研究区构造一个等面积投影：阿伯斯等面积圆锥投影；若研究区触及赤道或极点，则用兰勃特等面积方位投影。以度为单位的CRS会报错。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <source>Extent of the study grid</source>
        <translation>研究格网的范围</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <source>Polygons of the study area, in any CRS.</source>
        <translation>研究区多边形，可采用任意坐标参考系（CRS）。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <source>CRS of the grid</source>
        <translation>格网的坐标参考系（CRS）</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <source>A projected CRS. Empty: an equal-area CRS made for the area.</source>
        <translation>投影坐标参考系。留空时为该范围构造一个等面积投影。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Cell size, m</source>
        <translation>像元大小，m</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <location filename="../algorithms/models/words.py"/>
        <source>Width and height of a cell in metres.</source>
        <translation>像元的宽和高，以米为单位。</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <source>Study grid</source>
        <translation>研究格网</translation>
    </message>
    <message>
        <location filename="../algorithms/grids/studygrid.py"/>
        <source>1 inside, nodata outside.</source>
        <translation>范围内为1，范围外为无数据。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>Carbon service flow, one year</source>
        <translation>固碳服务流（单年份）</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>Drivers of the carbon difference</source>
        <translation>碳差值的驱动因素</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>The whole chain for one year: study grid, land use on the grid, carbon stock, carbon emission, balance, prevailing wind and the routing of unfixed carbon, with a table by zone at each step, and a report of the outputs that are made.</source>
        <translation>单一年份的完整流程：研究格网、格网上的土地利用、碳储量、碳排放、供需平衡、主导风向以及未固定碳沿风向的流动，每一步都给出分区统计表，并对所生成的输出给出报告。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>those of the steps: carbonflow:carbonstock, carbonflow:carbonemissions, carbonflow:supplydemandratio, carbonflow:prevailingwinduv, carbonflow:windflowrouting. Method: DOI 10.12677/ag.2022.125066.</source>
        <translation>与各步骤相同：carbonflow:carbonstock、carbonflow:carbonemissions、carbonflow:supplydemandratio、carbonflow:prevailingwinduv、carbonflow:windflowrouting。方法：DOI 10.12677/ag.2022.125066。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>densities t C/ha (emission per year), totals t C, wind in degrees it comes FROM. Sequestration is the carbon stock here; with an annual rate, run the steps one by one.</source>
        <translation>密度t C/ha（碳排放为每年），总量t C，风向为风的来向的度数。这里以碳储量作为固碳量；若采用年固碳速率，请逐步运行各算法。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>nodata of the land use stays nodata; unknown codes and zones without statistics are errors that list them.</source>
        <translation>土地利用的无数据仍为无数据；未知代码以及没有统计数据的分区会报错并逐一列出。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>any; all steps are made on an equal-area grid for the zones, with the cell size given.</source>
        <translation>任意；所有步骤都在为分区构造的等面积格网上完成，像元大小由用户给定。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>Open it in the model designer to change a step.</source>
        <translation>如需修改某一步，请在模型构建器中打开。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>Brings six drivers onto the grid of the difference C - E, correlates them with it, and asks how much of its variance they explain, alone and in pairs.</source>
        <translation>把六个驱动因素对齐到碳差值C - E的格网上，计算它们与碳差值的相关关系，并考察各因素单独和两两共同能解释多少方差。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>those of carbonflow:rastercorrelationmatrix (r, with a p that knows that neighbouring cells are alike) and carbonflow:factordetector (q; drivers other than land use are cut into quantile classes). Method: DOI 10.12677/ag.2022.125066, eq. 11-12; DOI 10.1080/13658810802443457.</source>
        <translation>与carbonflow:rastercorrelationmatrix（r，其p考虑了相邻像元的相似性）和carbonflow:factordetector（q；土地利用以外的因素按分位数分级）相同。方法：DOI 10.12677/ag.2022.125066，式11-12；DOI 10.1080/13658810802443457。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>r and q have none.</source>
        <translation>r和q无单位。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>only cells where the difference and every driver have data count.</source>
        <translation>只有碳差值和全部驱动因素都不是无数据的像元参与计算。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>any; drivers are brought onto the grid of the difference.</source>
        <translation>任意坐标参考系；各驱动因素都会对齐到碳差值的格网上。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/shipped.py"/>
        <source>The land-use driver has a built-in dependence: emission and stock are both made from land use. Its codes are categories, so that r depends on their numbering; read eta2 and q. The p of the detectors takes cells as independent, and q depends on the number of classes.</source>
        <translation>土地利用这一因素存在固有的依赖关系：碳排放和碳储量都由土地利用算得。其代码是类别，因此r取决于代码的编号方式；请看eta2和q。探测器的p把像元当作相互独立的，q则取决于类别数。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>What the codes of the land-use raster mean.</source>
        <translation>土地利用栅格的代码的含义。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Columns lucode (1 to 6), c_above, c_below, c_soil, c_dead in t C/ha. Empty: the study&apos;s densities.</source>
        <translation>列为lucode（1至6）、c_above、c_below、c_soil、c_dead，单位t C/ha。留空：采用论文的碳密度。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Polygons, such as provinces, in any CRS; the study area is all of them.</source>
        <translation>多边形（例如省），可采用任意坐标参考系（CRS）；全部多边形即研究区。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Names of the zones, as in the statistics.</source>
        <translation>分区的名称，与统计表中的一致。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>One row per zone, a column per activity (people, tonnes, ...). CSV may be UTF-8 or GB18030.</source>
        <translation>每个分区一行，每项活动数据（人口、吨数等）一列。CSV可为UTF-8或GB18030编码。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Names as in the zone field.</source>
        <translation>名称与分区字段中的一致。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Columns: source (a column of the statistics), group, coefficient, per, carbon_unit (C or CO2), proxy (builtup, cropland, grassland, woodland, even), reference. Empty: the study&apos;s coefficients.</source>
        <translation>列为source（统计表中的一列）、group、coefficient、per、carbon_unit（C或CO2）、proxy（builtup、cropland、grassland、woodland、even）、reference。留空：采用论文的系数。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>m/s, a band per time step; or a file that holds both components (NetCDF, its zip, GRIB).</source>
        <translation>m/s，每个时刻一个波段；也可以是同时含有两个分量的文件（NetCDF、其 zip 压缩包、GRIB）。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>m/s, the same time steps on the same grid. Empty when the file of u holds both components.</source>
        <translation>m/s，时刻与格网均与 u 相同。u 的文件已含两个分量时留空。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Method of routing</source>
        <translation>空间流动的方法</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Wind rose: every wind by its frequency. Two neighbours and one neighbour: the prevailing wind alone, which traps carbon where such winds meet. Well mixed: all surplus over all spare capacity.</source>
        <translation>风玫瑰：各风向按其频率。两个邻域像元、一个邻域像元：只用主导风向，碳会在风向相遇处循环滞留。充分混合：全部盈余分摊到全部剩余容量。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>C - E in t/ha, from carbonflow:supplydemandratio; its grid is used.</source>
        <translation>C - E，单位t/ha，由carbonflow:supplydemandratio得到；采用其格网。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>X1 Population density</source>
        <translation>X1 人口密度</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Persons per km2.</source>
        <translation>每km2的人数。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>X2 GDP</source>
        <translation>X2 GDP（国内生产总值）</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Money per km2.</source>
        <translation>每km2的金额。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>X3 Land use</source>
        <translation>X3 土地利用</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>X4 Elevation</source>
        <translation>X4 高程</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Height above sea level, m.</source>
        <translation>海拔高度，m。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>X5 Air temperature</source>
        <translation>X5 气温</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Mean air temperature, °C.</source>
        <translation>平均气温，°C。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>X6 Precipitation</source>
        <translation>X6 降水</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Precipitation, mm.</source>
        <translation>降水量，mm。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Into how many classes a driver that is no category is cut.</source>
        <translation>不属于类别的驱动因素分成多少级。</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <location filename="../algorithms/report/inputs.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon stock by zone</source>
        <translation>各分区的碳储量</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Carbon emission by zone</source>
        <translation>分区碳排放</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <location filename="../algorithms/report/inputs.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Balance by zone</source>
        <translation>各分区的供需平衡</translation>
    </message>
    <message>
        <location filename="../algorithms/models/words.py"/>
        <source>Routed flow by zone</source>
        <translation>分区碳流动</translation>
    </message>
    <message>
        <location filename="../algorithms/report/assessmentreport.py"/>
        <source>Report of an assessment</source>
        <translation>评估报告</translation>
    </message>
    <message>
        <location filename="../algorithms/report/assessmentreport.py"/>
        <source>One page for people who decide: key figures, maps, charts, tables, the accounts with their mass balance, every factor with its source, warnings, versions, and the commands with which all can be repeated. The page is one file that works offline. The PDF has the key figures and a print layout per map. Everything is optional: what is given is told.</source>
        <translation>给决策者的一页报告：关键数字、地图、图表、表格、含质量平衡的账户、每个系数及其来源、警告、版本，以及可重现全部结果的命令。网页是单个文件，可离线使用。PDF 含关键数字和每幅地图的打印布局。所有输入均为可选：给出什么就报告什么。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/assessmentreport.py"/>
        <source>totals are sums of density x cell area; the accounts are those of carbonflow:windflowrouting, added up again. Method: DOI 10.12677/ag.2022.125066.</source>
        <translation>总量为密度 × 像元面积之和；账户取自 carbonflow:windflowrouting，并重新相加核对。方法：DOI 10.12677/ag.2022.125066。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/assessmentreport.py"/>
        <source>densities t C/ha, totals t C, thousand or million where they are large; area km².</source>
        <translation>密度为 t C/ha，总量为 t C，数值大时以千或百万计；面积为 km²。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/assessmentreport.py"/>
        <source>stays white on the maps, and counts in no total.</source>
        <translation>在地图上留白，不计入任何总量。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/assessmentreport.py"/>
        <source>any; maps are drawn in the rasters&apos; own CRS, those in degrees in an equal-area projection.</source>
        <translation>任意；地图按栅格自身的坐标系绘制，以度为单位的栅格用等面积投影绘制。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/assessmentreport.py"/>
        <source>Rasters of this plugin carry a record of how they were made (gdalinfo -mdd CARBON_SERVICE_FLOW file.tif); factors, warnings and commands come from there. Layers of the project are drawn with the style they have there, files with the plugin&apos;s own. With the second year&apos;s inputs (advanced), both years stand side by side, with one style; stock and wind that are given once hold for both.</source>
        <translation>本插件的栅格保存了生成记录（gdalinfo -mdd CARBON_SERVICE_FLOW file.tif）；系数、警告和命令取自其中。工程中的图层按其在工程中的样式绘制，文件则按插件自己的样式绘制。给出第二个年份的输入（高级参数）后，两个年份并列显示，样式相同；只给出一次的储量和风对两个年份都适用。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/assessmentreport.py"/>
        <source>A page for a browser; one file that works offline.</source>
        <translation>供浏览器打开的网页；单个文件，可离线使用。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/assessmentreport.py"/>
        <source>PDF files (*.pdf)</source>
        <translation>PDF 文件 (*.pdf)</translation>
    </message>
    <message>
        <location filename="../algorithms/report/assessmentreport.py"/>
        <source>Report as PDF</source>
        <translation>PDF 报告</translation>
    </message>
    <message>
        <location filename="../algorithms/report/assessmentreport.py"/>
        <source>Key figures, and a print layout per map, A4 across.</source>
        <translation>关键数字，以及每幅地图一页的打印布局，A4 横向。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/assessmentreport_run.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>This report</source>
        <translation>本报告</translation>
    </message>
    <message>
        <location filename="../algorithms/report/charts.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Wind rose of the area</source>
        <translation>全区风玫瑰图</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <source>Of the report.</source>
        <translation>报告的标题。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <source>What the report calls the (first) year, such as 2015.</source>
        <translation>报告中（第一个）年份的名称，例如 2015。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <source>Second year</source>
        <translation>第二个年份</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <source>What the report calls the second year, such as 2020.</source>
        <translation>报告中第二个年份的名称，例如 2020。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon stock by land-use class</source>
        <translation>各土地利用类型的碳储量</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon emission by zone and source</source>
        <translation>各分区、各排放源的碳排放</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <location filename="../algorithms/report/words.py"/>
        <source>Routed carbon by zone</source>
        <translation>各分区的随风流动碳量</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <source>Ranking of the drivers</source>
        <translation>驱动因子排序</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <source>{title}, second year</source>
        <translation>{title}，第二个年份</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <source>As {name}, of the second year.</source>
        <translation>同 {name}，第二个年份的数据。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <source>{output} of carbonflow:{step}; a map, and figures where it is a density.</source>
        <translation>carbonflow:{step} 的 {output}；绘制地图，若为密度则给出数字。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <source>{output} of carbonflow:{step}; shown on a map.</source>
        <translation>carbonflow:{step} 的 {output}；在地图上显示。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <source>What emission was set against, t/ha, where it is not the carbon stock: an annual rate, say.</source>
        <translation>与碳排放相比较的固碳量，t/ha，用于不以碳储量比较的情形，例如年固碳速率。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <source>OUTPUT_ROSE, 17 bands, of prevailingwinduv or windgrid; drawn as the area&apos;s mean rose.</source>
        <translation>prevailingwinduv 或 windgrid 的 OUTPUT_ROSE，17 个波段；绘制为全区平均的风玫瑰图。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/inputs.py"/>
        <source>{output} of carbonflow:{step}; charts and a table.</source>
        <translation>carbonflow:{step} 的 {output}；绘制图表并列出表格。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Zones by their ratio of emission to sequestration</source>
        <translation>各分区的碳排放与固碳之比</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>where the wind goes</source>
        <translation>风的去向</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Constancy of the wind</source>
        <translation>风向稳定度</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon carried on by the wind</source>
        <translation>随风输送的碳</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon absorbed, own and imported</source>
        <translation>吸收的碳（本地与输入）</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon absorbed of what the wind brings</source>
        <translation>吸收的随风输入的碳</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon that stays unfixed in the cell</source>
        <translation>留在像元内未固定的碳</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Flow network of unfixed carbon</source>
        <translation>未固定碳的流动网络</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon between zones</source>
        <translation>分区之间的碳流</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon service flow: report of an assessment</source>
        <translation>碳服务流评估报告</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Key figures</source>
        <translation>关键数字</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Where carbon is held</source>
        <translation>碳储存在哪里</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Where carbon is released</source>
        <translation>碳从哪里排放</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Balance of emission and sequestration</source>
        <translation>碳排放与固碳的平衡</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Wind</source>
        <translation>风</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Where the wind carries what is left</source>
        <translation>风把剩余的碳带到哪里</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Factors and their sources</source>
        <translation>系数及其来源</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>How to repeat it</source>
        <translation>如何重现</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>first year</source>
        <translation>第一年</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>second year</source>
        <translation>第二年</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>{count} others</source>
        <translation>其他 {count} 个</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>All</source>
        <translation>合计</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>The {shown} largest of {count}; the others are added up in one row.</source>
        <translation>共 {count} 个，列出最大的 {shown} 个；其余合并为一行。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>The first {shown} of {count} rows.</source>
        <translation>共 {count} 行，列出前 {shown} 行。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Absorbed in the zone that released it: {amount}.</source>
        <translation>在排放它的分区内吸收：{amount}。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>{count} smaller flows, together {amount}, are left out.</source>
        <translation>另有 {count} 条较小的流动，合计 {amount}，未列出。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>{count} more were not kept.</source>
        <translation>另有 {count} 条未保存。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Legend:</source>
        <translation>图例：</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Data: {layers}</source>
        <translation>数据：{layers}</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>{layer} ({step}, Carbon Service Flow {version})</source>
        <translation>{layer}（{step}，碳服务流插件 Carbon Service Flow {version}）</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon Service Flow {version}</source>
        <translation>碳服务流插件 Carbon Service Flow {version}</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon Service Flow {plugin} · QGIS {qgis} · GDAL {gdal} · {date}</source>
        <translation>碳服务流插件 Carbon Service Flow {plugin} · QGIS {qgis} · GDAL {gdal} · {date}</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Method: DOI 10.12677/ag.2022.125066. Formulas, units and limits: docs/method.md of the plugin.</source>
        <translation>方法：DOI 10.12677/ag.2022.125066。公式、单位与局限：见插件的 docs/method.md。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Largest flows from zone to zone</source>
        <translation>分区之间最大的流动</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Emission coefficients</source>
        <translation>排放系数</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon densities</source>
        <translation>碳密度</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>t</source>
        <translation>吨</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>C</source>
        <translation>碳</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>C per year</source>
        <translation>碳/年</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>t C/ha</source>
        <translation>吨碳/公顷</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <location filename="../algorithms/styling/words.py"/>
        <source>t C/ha per year</source>
        <translation>t C/(ha·年)</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>t C/km² per year</source>
        <translation>吨碳/(平方公里·年)</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>of the emission</source>
        <translation>占碳排放的比例</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>of {count} zones</source>
        <translation>共 {count} 个分区</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Area with data</source>
        <translation>有数据的面积</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon stock, mean</source>
        <translation>碳储量均值</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon sequestration, mean</source>
        <translation>固碳量均值（碳）</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Carbon emission, mean</source>
        <translation>碳排放均值</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Emission / sequestration, totals</source>
        <translation>碳排放 / 固碳，按总量</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Emission / sequestration, mean of the cells</source>
        <translation>碳排放 / 固碳，像元均值</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Taken up where it is released</source>
        <translation>就地吸收的碳</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Taken up where it is released, mean</source>
        <translation>就地吸收的碳，均值</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Zones in deficit</source>
        <translation>亏缺的分区</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Constancy of the wind, mean</source>
        <translation>风向稳定度均值</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>below 1: more is taken up than released</source>
        <translation>小于 1：吸收多于排放</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>weighs the few cells with little vegetation heavily</source>
        <translation>少数植被稀少的像元权重很大</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>mean ratio above 1</source>
        <translation>平均比值大于 1</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>1: always the same wind, 0: none prevails</source>
        <translation>1：风向始终相同，0：无主导风向</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Emission E is set against sequestration C, cell by cell: difference C - E, ratio E / C, flow min(E, C). Where C is a stock, it is compared with one year&apos;s emission, as in the published study.</source>
        <translation>逐像元比较碳排放 E 与固碳 C：差值 C - E，比值 E / C，流量 min(E, C)。若 C 为储量，则如原研究一样与一年的排放相比较。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>What a cell cannot take up travels downwind, and cells on the way absorb what they have room for. This is an accounting device, not transport physics.</source>
        <translation>像元吸收不了的碳随风向下风向移动，沿途像元按剩余能力吸收。这是一种核算方法，不是大气输送物理过程。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Correlation shows what goes together in space, not what causes what. p counts neighbouring cells that are alike as few.</source>
        <translation>相关只表明空间上的共同变化，不表明因果。计算 p 时，彼此相似的相邻像元只按少数几个计。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>As they were used, in carbon; CO2 was multiplied by 12/44. Each with its reference.</source>
        <translation>按实际使用的数值列出，以碳计；CO2 已乘以 12/44。每项均附来源。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>What the steps assumed, left out or filled in, in the words of their logs (English). Steps that write tables only keep no record.</source>
        <translation>各步骤所作的假设、舍弃与填补，按其日志原文（英文）列出。只输出表格的步骤不留记录。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Each raster holds a record of how it was made; these are the commands, in the order of the steps. Steps that write tables only keep no record.</source>
        <translation>每个栅格都保存了它的生成记录；以下命令按步骤顺序列出。只输出表格的步骤不留记录。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Emission and the sum of the accounts differ by {difference} of the emission.</source>
        <translation>碳排放与各账户之和相差碳排放的 {difference}。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>The routing itself reports {error}.</source>
        <translation>流动计算自身报告的误差为 {error}。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Zero and not shown: {accounts}.</source>
        <translation>为零而未列出：{accounts}。</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Coefficient</source>
        <translation>系数</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <location filename="../core/tables/columns.py"/>
        <source>Value</source>
        <translation>数值</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Detail</source>
        <translation>说明</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Reference</source>
        <translation>来源</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Accounts of the routed carbon: mass balance</source>
        <translation>随风流动碳的账户：质量平衡</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Account</source>
        <translation>账户</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Sum of the accounts</source>
        <translation>各账户之和</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Absorbed in the cell itself</source>
        <translation>在像元自身吸收</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Exported over the border</source>
        <translation>越过边界输出</translation>
    </message>
    <message>
        <location filename="../algorithms/report/words.py"/>
        <source>Absorbed in its own zone</source>
        <translation>在本分区吸收</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/tree.py"/>
        <source>Carbon Service Flow</source>
        <translation>碳服务流</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>very strong surplus</source>
        <translation>极强盈余</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>strong surplus</source>
        <translation>强盈余</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>strong deficit</source>
        <translation>强亏缺</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>very strong deficit</source>
        <translation>极强亏缺</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>from north</source>
        <translation>北风</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>from north-east</source>
        <translation>东北风</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>from east</source>
        <translation>东风</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>from south-east</source>
        <translation>东南风</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>from south</source>
        <translation>南风</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>from south-west</source>
        <translation>西南风</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>from west</source>
        <translation>西风</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>from north-west</source>
        <translation>西北风</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>inside</source>
        <translation>区内</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>thousand t C per year</source>
        <translation>千 t C/年</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>million t C per year</source>
        <translation>百万 t C/年</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>currency per ha</source>
        <translation>货币/公顷</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>per cell</source>
        <translation>每像元</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>per ha</source>
        <translation>每公顷</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>per km²</source>
        <translation>每 km²</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>study area</source>
        <translation>研究区</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>all pools</source>
        <translation>全部碳库</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>after − before</source>
        <translation>后期 − 前期</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>(after − before) / years</source>
        <translation>（后期 − 前期）/ 年数</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>value of the change</source>
        <translation>变化的价值</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>all sources</source>
        <translation>全部排放源</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>sequestration − emission</source>
        <translation>固碳 − 排放</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>min(emission, sequestration)</source>
        <translation>min（排放，固碳）</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>where the wind comes from</source>
        <translation>风的来向</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>calms included</source>
        <translation>含静风</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>|mean vector| / mean speed</source>
        <translation>|平均矢量| / 平均风速</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>how much the stations agree</source>
        <translation>各站风向的一致程度</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>what leaves the cell downwind</source>
        <translation>顺风流出像元的碳量</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>own and imported</source>
        <translation>自身排放与输入</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>brought by the wind</source>
        <translation>由风输入</translation>
    </message>
    <message>
        <location filename="../algorithms/styling/words.py"/>
        <source>trapped or calm</source>
        <translation>滞留或静风</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>{raster} holds {value}: land-use codes and categories must be whole numbers.</source>
        <translation>{raster}中含有{value}：土地利用代码和类别必须是整数。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>{raster} has codes that are not in {table}: {codes}. Check the land-use scheme, add the codes to the table, or choose to take unknown codes as nodata.</source>
        <translation>{raster}中有{table}未收录的代码：{codes}。请检查土地利用分类体系，把这些代码补入表中，或选择把未知代码视为无数据。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>{code} ({count} cells)</source>
        <translation>{code}（{count}个像元）</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>... {count} more codes</source>
        <translation>……另有{count}个代码</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {table}, line {line}: code {code} is given twice.</source>
        <translation>表{table}第{line}行：代码{code}重复出现。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {table} has no row for {classes}. With a land-use scheme, lucode is 1 cropland, 2 woodland, 3 grassland, 4 water, 5 built-up, 6 unused; to use the raster&apos;s own codes choose the scheme &quot;codes of the pools table&quot;.</source>
        <translation>表{table}没有{classes}的行。选用某种土地利用分类体系时，lucode为1 耕地、2 林地、3 草地、4 水域、5 建设用地、6 未利用地；若要使用栅格自身的代码，请将分类体系选为“碳库表中的代码”。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {table}, line {line}: a carbon density is negative. Densities are t C/ha, 0 or more.</source>
        <translation>表{table}第{line}行：碳密度为负值。碳密度的单位为t C/ha，不得小于0。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>cropland</source>
        <translation>耕地</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>woodland</source>
        <translation>林地</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>grassland</source>
        <translation>草地</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>water</source>
        <translation>水域</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>built-up</source>
        <translation>建设用地</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>unused</source>
        <translation>未利用地</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>The time between the two dates is {years} years; it must be more than 0.</source>
        <translation>两期间隔为{years}年；间隔必须大于0。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>The value is a sum over whole years; {years} is not a whole number of years.</source>
        <translation>价值按整年累加；{years}不是整数年。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>A raster of the value needs a price per tonne of carbon: give one, or leave the raster empty.</source>
        <translation>输出价值栅格需要每吨碳的价格：请给出价格，或将该栅格输出留空。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>A rate of {rate} % per year is not possible.</source>
        <translation>每年{rate} %的比率没有意义。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {table}, line {line}: the carbon unit &quot;{text}&quot; is neither C nor CO2.</source>
        <translation>表{table}第{line}行：碳的计量单位“{text}”既不是C也不是CO2。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {table}, line {line}: the coefficient of {source} is negative.</source>
        <translation>表{table}第{line}行：{source}的系数为负值。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {table}, line {line}: the soil respiration is negative.</source>
        <translation>表{table}第{line}行：土壤呼吸为负值。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {table}, line {line}, column {column}: an activity cannot be negative.</source>
        <translation>表{table}第{line}行{column}列：活动数据不能为负值。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {table}, line {line}: source {source} is given twice.</source>
        <translation>表{table}第{line}行：排放源{source}重复出现。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {statistics} has no column for these sources of {coefficients}: {sources}. Its columns are: {columns}. Add the columns, or remove the rows from a coefficient table of your own.</source>
        <translation>表{statistics}缺少{coefficients}中以下排放源的列：{sources}。现有的列为：{columns}。请补上这些列，或在自备的排放系数表中删去相应的行。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {statistics} has columns that look like fuels, and none of them is counted: {columns}. {coefficients} counts {sources}. Convert the figures to the unit in such a name and rename the columns, choose another coefficient set, give a coefficient table with rows for them, or take the columns out.</source>
        <translation>统计表 {statistics} 中有形似燃料的列，但没有一列被计入：{columns}。{coefficients} 识别的列为 {sources}。请将数值换算到相应列名所示的单位并改列名，或选用另一套系数，或提供含有这些列的系数表，或删去这些列。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {table} has no row of the year {year} (STATISTICS_YEAR) in its column {column}. Its years are: {years}.</source>
        <translation>表 {table} 的 {column} 列中没有 {year} 年（STATISTICS_YEAR）的行。该表包含的年份：{years}。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {table} has several rows of {zone}: its column {column} holds the years {years}. Say which one is meant: STATISTICS_YEAR_FIELD and STATISTICS_YEAR.</source>
        <translation>表 {table} 中 {zone} 有多行：{column} 列含有年份 {years}。请用 STATISTICS_YEAR_FIELD 和 STATISTICS_YEAR 指定所用年份。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>The year {year} is chosen (STATISTICS_YEAR), but not the column of table {table} that holds the years: give STATISTICS_YEAR_FIELD. The columns are: {columns}.</source>
        <translation>已选定 {year} 年（STATISTICS_YEAR），但未指定表 {table} 中的年份列：请给出 STATISTICS_YEAR_FIELD。现有各列：{columns}。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {table} has several rows of {zone} in the year {year} (column {column}), in lines {lines}. One row per zone and year is wanted.</source>
        <translation>表 {table} 中 {zone} 在 {year} 年（{column} 列）有多行，位于第 {lines} 行。每个分区每年只能有一行。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>With the raster&apos;s own codes, a respiration table (lucode, respiration, carbon_unit, class) is needed.</source>
        <translation>使用栅格自身的代码时，需要提供土壤呼吸表（lucode、respiration、carbon_unit、class）。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>{first} and {second}</source>
        <translation>{first}和{second}</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>{table}, line {line}</source>
        <translation>{table}第{line}行</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>{raster} holds {value}: the share of built-up land of a cell must be 0 to 1. Bring a map of 0 and 1 onto the grid with aligntogrid, KIND 1; per cent must be divided by 100; a fill value must be declared as nodata.</source>
        <translation>{raster} 含有 {value}：像元的建设用地比例必须为 0～1。请用“将栅格对齐到研究格网”（KIND 选 1）由 0/1 图生成；百分数须除以 100；填充值须声明为无数据。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Table {table}, line {line}: the proxy &quot;{text}&quot; is unknown. Choose one of: {known}.</source>
        <translation>表{table}第{line}行：代理变量“{text}”未知。请从以下各项中选择：{known}。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Source {source} is spread by {proxy}, but no {proxy} raster is given. Give one, or change the proxy in the coefficient table (builtup needs land use only).</source>
        <translation>排放源{source}按{proxy}分摊，但没有提供{proxy}栅格。请提供该栅格，或在排放系数表中更改代理变量（builtup只需要土地利用）。</translation>
    </message>
    <message>
        <location filename="../core/accounts/messages.py"/>
        <source>Source {source} is spread over {proxy}, but {table} does not say which codes are {proxy}. Add a column class (1 cropland, 2 woodland, 3 grassland, 4 water, 5 built-up, 6 unused).</source>
        <translation>排放源{source}分摊到{proxy}上，但{table}没有说明哪些代码属于{proxy}。请增加class列（1 耕地、2 林地、3 草地、4 水域、5 建设用地、6 未利用地）。</translation>
    </message>
    <message>
        <location filename="../core/charts/messages.py"/>
        <source>Charts need the Python package plotly, which QGIS usually brings. Install it (OSGeo4W: python3-plotly; Debian and Ubuntu: apt install python3-plotly; conda: conda install plotly; macOS: the pip of QGIS&apos;s own Python) or leave the HTML output empty.</source>
        <translation>绘制图表需要Python软件包plotly，QGIS通常自带。请安装它（OSGeo4W：python3-plotly；Debian和Ubuntu：apt install python3-plotly；conda：conda install plotly；macOS：使用QGIS自带Python的pip），或将HTML输出留空。</translation>
    </message>
    <message>
        <location filename="../core/charts/messages.py"/>
        <source>Charts and the report need the Python package jinja2, which QGIS usually brings. Install it (OSGeo4W: python3-jinja2; Debian and Ubuntu: apt install python3-jinja2; conda: conda install jinja2; macOS: the pip of QGIS&apos;s own Python).</source>
        <translation>图表和报告需要 Python 包 jinja2，QGIS 通常自带。请安装（OSGeo4W：python3-jinja2；Debian 和 Ubuntu：apt install python3-jinja2；conda：conda install jinja2；macOS：QGIS 自带 Python 的 pip）。</translation>
    </message>
    <message>
        <location filename="../core/drivers/messages.py"/>
        <source>At least {least} layers are needed; {count} given.</source>
        <translation>至少需要{least}个图层；只给出了{count}个。</translation>
    </message>
    <message>
        <location filename="../core/drivers/messages.py"/>
        <source>{count} layers are given; at most {most} can be compared at once. Leave some out.</source>
        <translation>给出了{count}个图层；一次最多可比较{most}个。请去掉一些图层。</translation>
    </message>
    <message>
        <location filename="../core/drivers/messages.py"/>
        <source>The layer name &quot;{name}&quot; cannot be a column of its own (upper and lower case count as the same): it is used twice, or is the name of another column. Rename the layer.</source>
        <translation>图层名“{name}”不能单独成列（不区分大小写）：它被用了两次，或与其他列重名。请重命名该图层。</translation>
    </message>
    <message>
        <location filename="../core/drivers/messages.py"/>
        <source>{name} is declared categorical, but is not among the layers: {layers}. Choose categories from the layers.</source>
        <translation>{name}被声明为类别图层，但不在所选图层之中：{layers}。请从这些图层中选择类别图层。</translation>
    </message>
    <message>
        <location filename="../core/drivers/messages.py"/>
        <source>There is no cell with data in every layer. Cells with data per layer: {counts}. Leave out the layer that covers another area, check its nodata value, or (for a correlation) choose &quot;pairwise&quot; for missing cells.</source>
        <translation>没有任何像元在所有图层中都有数据。各图层的有数据像元数：{counts}。请去掉覆盖其他区域的图层，检查其无数据值，或者（计算相关时）在缺失像元处选择“成对剔除”。</translation>
    </message>
    <message>
        <location filename="../core/drivers/messages.py"/>
        <source>No layer has a cell with data: {layers}. Check the nodata values and the study area.</source>
        <translation>所有图层都没有有数据的像元：{layers}。请检查无数据值和研究区。</translation>
    </message>
    <message>
        <location filename="../core/drivers/messages.py"/>
        <source>Layer {layer} is declared categorical, but holds {value} at row {row}, column {col}, which is not an integer code. Take it off the categorical layers, or reclassify it first.</source>
        <translation>图层{layer}被声明为类别图层，但在第{row}行第{col}列的值为{value}，不是整数代码。请将它从类别图层中去掉，或先重分类。</translation>
    </message>
    <message>
        <location filename="../core/drivers/messages.py"/>
        <source>Layer {layer} has more than {most} different codes. A category with that many classes explains anything: take the layer off the categorical ones, so that it is binned, or group its codes first.</source>
        <translation>图层{layer}有超过{most}个不同的代码。类别如此之多，什么都能“解释”：请将它从类别图层中去掉，使其按连续变量离散化，或先合并代码。</translation>
    </message>
    <message>
        <location filename="../core/drivers/messages.py"/>
        <source>{first} with {first_count} and {second} with {second_count} classes overlay to {product} classes; at most {most} are possible. Group the codes of one of them, or use fewer classes.</source>
        <translation>{first}（{first_count}类）与{second}（{second_count}类）叠加得到{product}类；最多允许{most}类。请合并其中一个图层的代码，或减少分类数。</translation>
    </message>
    <message>
        <location filename="../core/drivers/messages.py"/>
        <source>{count} classes are asked for; the number of classes must be {least} to {most}.</source>
        <translation>要求分为{count}类；分类数必须在{least}到{most}之间。</translation>
    </message>
    <message>
        <location filename="../core/engine/cluster/messages.py"/>
        <source>The scheduler {address} is named, but dask.distributed is not installed for {python}. Install it there (python -m pip install distributed), or clear the scheduler&apos;s address to compute on this machine.</source>
        <translation>已指定调度器 {address}，但 {python} 没有安装 dask.distributed。请在其中安装（python -m pip install distributed），或清除调度器地址，在本机计算。</translation>
    </message>
    <message>
        <location filename="../core/engine/cluster/messages.py"/>
        <source>The scheduler {address} cannot be reached: {reason}. Check the address (such as tcp://host:8786) and that the scheduler runs, or clear the address to compute on this machine.</source>
        <translation>无法连接调度器 {address}：{reason}。请检查地址（例如 tcp://host:8786）以及调度器是否在运行，或清除地址，在本机计算。</translation>
    </message>
    <message>
        <location filename="../core/engine/cluster/messages.py"/>
        <source>The scheduler {address} went away during the run: {reason}. No output was written. Start it and run again.</source>
        <translation>调度器 {address} 在运行过程中断开：{reason}。没有写出任何结果。请启动它后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/engine/cluster/messages.py"/>
        <source>The scheduler {address} has had no workers for {seconds} seconds. Start some (dask worker {address}) and run again.</source>
        <translation>调度器 {address} 已有 {seconds} 秒没有任何工作进程。请启动工作进程（dask worker {address}）后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/engine/cluster/messages.py"/>
        <source>Worker {worker} runs Python {theirs}, this is Python {ours}. Give workers the same minor version and run again.</source>
        <translation>工作进程 {worker} 使用 Python {theirs}，本机为 Python {ours}。请让工作进程使用相同的次版本后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/engine/cluster/messages.py"/>
        <source>The workers of {address} cannot be used: {reason}. Each needs Python with numpy and GDAL.</source>
        <translation>{address} 的工作进程无法使用：{reason}。每个工作进程都需要带有 numpy 和 GDAL 的 Python。</translation>
    </message>
    <message>
        <location filename="../core/engine/cluster/messages.py"/>
        <source>The workers of {address} died again and again at the same tile ({reason}). They may need more memory: allow them more, or give them fewer threads, and run again.</source>
        <translation>{address} 的工作进程在同一个分块上反复退出（{reason}）。可能是内存不足：请增加其内存或减少其线程数后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/engine/cluster/messages.py"/>
        <source>Worker {worker} cannot open {path}: {reason}. Inputs must lie in a folder that all machines of the cluster see under the same name.</source>
        <translation>工作进程 {worker} 无法打开 {path}：{reason}。输入文件必须位于集群所有机器都能以相同路径访问的文件夹中。</translation>
    </message>
    <message>
        <location filename="../core/engine/cluster/messages.py"/>
        <source>Worker {worker} cannot write {path}: {reason}. Outputs must lie in a folder that all machines of the cluster see under the same name; temporary outputs usually do not.</source>
        <translation>工作进程 {worker} 无法写入 {path}：{reason}。输出文件必须位于集群所有机器都能以相同路径访问的文件夹中；临时输出通常不满足这一点。</translation>
    </message>
    <message>
        <location filename="../core/engine/messages.py"/>
        <source>{what} needs about {needed} MB of memory, but only {available} MB are free. Use larger cells or a smaller area.</source>
        <translation>{what}需要约{needed} MB内存，但只有{available} MB可用。请增大像元或缩小范围。</translation>
    </message>
    <message>
        <location filename="../core/grids/messages.py"/>
        <source>The cell size is in metres, but {crs} counts in degrees. Choose a projected CRS, best an equal-area one.</source>
        <translation>像元大小以米为单位，而{crs}以度为单位。请选择投影坐标参考系，最好是等面积投影。</translation>
    </message>
    <message>
        <location filename="../core/grids/messages.py"/>
        <source>The cell size is {size} m; it must be more than 0.</source>
        <translation>像元大小为{size} m；必须大于0。</translation>
    </message>
    <message>
        <location filename="../core/grids/messages.py"/>
        <source>No cell of {size} m has its centre inside layer {layer}. Choose a smaller cell size.</source>
        <translation>没有任何{size} m的像元的中心落在图层{layer}内。请减小像元大小。</translation>
    </message>
    <message>
        <location filename="../core/grids/messages.py"/>
        <source>Raster {raster} has no data on the grid ({grid}). Check both coordinate reference systems.</source>
        <translation>栅格{raster}在格网（{grid}）范围内没有数据。请检查两者的坐标参考系（CRS）。</translation>
    </message>
    <message>
        <location filename="../core/grids/messages.py"/>
        <source>Raster {raster} holds the category {value}, which a Float32 raster cannot hold exactly.</source>
        <translation>栅格{raster}含有类别代码{value}，Float32栅格无法精确表示该值。</translation>
    </message>
    <message>
        <location filename="../core/grids/messages.py"/>
        <source>The longitudes of raster {raster} differ from those of the grid by 360 degrees in one part of the grid and not in another, and no whole number of its cells of {width} degrees goes round the Earth. Bring the raster onto cells of which a whole number does, or use a grid that ends at the seam (180 or 360 degrees).</source>
        <translation>栅格 {raster} 的经度在格网的一部分与格网相差 360 度，在另一部分则不相差，而其 {width} 度的像元绕地球一周不是整数个。请先将该栅格重采样到整数个像元绕地球一周的格网，或使用在接缝（180 或 360 度）处结束的格网。</translation>
    </message>
    <message>
        <location filename="../core/grids/messages.py"/>
        <source>RESULT per hectare or per km2 is for totals per cell: choose KIND 2 (total per cell), or RESULT 0 (as the input).</source>
        <translation>RESULT 的“每公顷”或“每平方千米”只用于像元总量：请选择 KIND 2（像元总量），或 RESULT 0（与输入相同）。</translation>
    </message>
    <message>
        <location filename="../core/grids/messages.py"/>
        <source>FACTOR is {factor}; it must be a finite number other than 0.</source>
        <translation>FACTOR 为 {factor}；它必须是不为 0 的有限数。</translation>
    </message>
    <message>
        <location filename="../core/grids/messages.py"/>
        <source>FACTOR is {factor}, but categories (KIND 0) are codes and no amounts: leave FACTOR at 1, or choose another KIND.</source>
        <translation>FACTOR 为 {factor}，但类别（KIND 0）是代码而不是数量：请保持 FACTOR 为 1，或选择其他 KIND。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Cancelled. No output was written.</source>
        <translation>已取消。未写出任何结果。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>{name} ({label}): {value} is no finite number. Write it with a point and without separators, as in 1234.5, or leave it empty where it is optional.</source>
        <translation>{name}（{label}）：{value} 不是有限的数。请用小数点、不带千位分隔符书写，如 1234.5；可选参数可留空。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>{name} ({label}): {value} is no whole number. Give one, as in 3.</source>
        <translation>{name}（{label}）：{value} 不是整数。请输入整数，如 3。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>{name} ({label}): {value} is out of range. Give a number within {range}.</source>
        <translation>{name}（{label}）：{value} 超出范围。请输入 {range} 以内的数。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>{name} ({label}): {value} is none of its choices. Give the number of one: {choices}.</source>
        <translation>{name}（{label}）：{value} 不是可选项。请给出其中一项的编号：{choices}。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>{name} ({label}): {value} is neither true nor false. Give true or false.</source>
        <translation>{name}（{label}）：{value} 既不是 true 也不是 false。请输入 true 或 false。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>{name} ({label}): {value} is no band. Give its number, counted from 1.</source>
        <translation>{name}（{label}）：{value} 不是波段。请输入波段序号（从 1 起）。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>{name} ({label}): {value} is no coordinate reference system (CRS) that QGIS knows. Give a code such as EPSG:32650, a PROJ or a WKT text, or leave it empty where it is optional.</source>
        <translation>{name}（{label}）：QGIS 不认识坐标参考系（CRS）{value}。请给出 EPSG:32650 之类的代码、PROJ 或 WKT 文本；可选参数可留空。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Raster {raster} has no coordinate reference system, so its cell areas are unknown. Assign its CRS (Raster &gt; Projections &gt; Assign Projection) and run again.</source>
        <translation>栅格{raster}没有坐标参考系（CRS），因此无法确定像元面积。请为它指定CRS（栅格 &gt; 投影 &gt; 指定投影），然后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Raster {raster} cannot be opened: {reason}</source>
        <translation>无法打开栅格{raster}：{reason}</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>{path} cannot be written to its end: {reason}</source>
        <translation>无法完整写出{path}：{reason}</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Layer {layer} comes from {provider}, which cannot be read cell by cell. Save it as GeoTIFF and choose that file.</source>
        <translation>图层{layer}来自{provider}，无法逐像元读取。请将其另存为GeoTIFF，再选择该文件。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>{path}: rasters are written as GeoTIFF, or in tiles that a VRT joins. Choose a name that ends in .tif or .vrt.</source>
        <translation>{path}：栅格写为 GeoTIFF，或写为由 VRT 拼接的分块。请使用以 .tif 或 .vrt 结尾的文件名。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Emission raster {raster} is negative in {count} cells, first at row {row}, column {col} ({value}). Emission is 0 or more: move uptake to the sequestration raster. If such values stand for missing data, declare them as nodata.</source>
        <translation>碳排放栅格{raster}有{count}个像元为负值，首个位于第{row}行第{col}列（{value}）。碳排放不得小于0：请把碳吸收移到固碳量栅格中。若这些值表示缺失数据，请将其声明为无数据值。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Sequestration raster {raster} is negative in {count} cells, first at row {row}, column {col} ({value}). A cell that releases carbon belongs into the emission raster: add its release there and set it to 0 here. If such values stand for missing data, declare them as nodata.</source>
        <translation>固碳量栅格{raster}有{count}个像元为负值，首个位于第{row}行第{col}列（{value}）。释放碳的像元应计入碳排放栅格：请把其释放量加到碳排放栅格中，并在此栅格中设为0。若这些值表示缺失数据，请将其声明为无数据值。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Layer {layer} has no coordinate reference system. Assign one and run again.</source>
        <translation>图层{layer}没有坐标参考系（CRS）。请为其指定CRS，然后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Layer {layer} has no field {field}. Its fields are: {fields}.</source>
        <translation>图层{layer}没有字段{field}。现有的字段为：{fields}。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Layer {layer} has no text field for the zones&apos; names. Choose the zone field.</source>
        <translation>图层{layer}没有可用作分区名称的文本字段。请选择分区名称字段。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Layer {layer} holds no points. Give a layer of points; for a table with coordinates make one with native:createpointslayerfromtable.</source>
        <translation>图层{layer}中没有点。请提供点图层；若是带坐标的表，请用native:createpointslayerfromtable生成点图层。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>{table}, station {station}: the row has no point. Add its point or remove the row.</source>
        <translation>{table}，测站{station}：该行没有点。请补上点，或删除该行。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>These charts show zones: choose a zone layer, or leave the HTML output empty.</source>
        <translation>这些图表显示各分区：请选择分区图层，或将 HTML 输出留空。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Zones by ratio need a zone layer: choose one, or leave that output empty.</source>
        <translation>按供需比显示的分区需要分区图层：请选择一个，或将该输出留空。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Flows between zones need a zone layer: choose one, or leave these outputs empty.</source>
        <translation>分区间流动需要分区图层：请选择一个，或将这些输出留空。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>A table by zone needs a zone layer: choose one, or leave the table empty.</source>
        <translation>分区统计表需要分区图层：请选择一个分区图层，或将该表留空。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Rose raster {raster} has {bands} bands; it needs 17 (16 sectors from north clockwise, calm).</source>
        <translation>风玫瑰栅格{raster}有{bands}个波段；需要17个（从北起顺时针的16个方位，以及静风）。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>{first} and {second} have no cell with data in common.</source>
        <translation>{first}与{second}没有共同的有数据像元。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>{names} names are given for {layers} layers, the target included. Give one name for each, separated by commas.</source>
        <translation>给出了{names}个名称，而包括目标变量在内共有{layers}个图层。请为每个图层各给一个名称，用逗号分隔。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>Table {path} cannot be written: {reason}</source>
        <translation>无法写入表{path}：{reason}</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>the format holds no table; choose .csv, .xlsx or .gpkg</source>
        <translation>该格式不能保存表；请选择.csv、.xlsx或.gpkg</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>the layer cannot be created</source>
        <translation>无法创建图层</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>The report has nothing to tell: choose at least one raster, table or layer of the assessment.</source>
        <translation>报告没有内容：请至少选择评估的一个栅格、表格或图层。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>QGIS cannot export the layout ({code})</source>
        <translation>QGIS 无法导出布局（{code}）</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>{field} holds directions in degrees, which have no mean (350 and 10 would give 180). Use carbonflow:prevailingwindstations and carbonflow:windgrid.</source>
        <translation>{field}是以度计的方向，没有平均值（350与10会得到180）。请使用carbonflow:prevailingwindstations和carbonflow:windgrid。</translation>
    </message>
    <message>
        <location filename="../core/messages.py"/>
        <source>ELEVATION needs the stations&apos; own elevations: choose ELEVATION_FIELD, or leave ELEVATION empty.</source>
        <translation>使用ELEVATION需要测站自身的海拔：请选择ELEVATION_FIELD，或将ELEVATION留空。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>Raster {raster} is rotated or sheared. Warp it onto a north-up grid (Raster &gt; Projections &gt; Warp (Reproject)) and run again.</source>
        <translation>栅格 {raster} 带有旋转或错切。请先重投影到正北朝上的格网（“栅格”&gt;“投影”&gt;“变形（重投影）”），再重新运行。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>Raster {raster} has no usable position: its geotransform is ({numbers}). Assign its extent (gdal:translate with -a_ullr) or georeference it, and run again.</source>
        <translation>栅格 {raster} 没有可用的位置：其地理变换参数为（{numbers}）。请指定其范围（gdal:translate 加 -a_ullr）或进行地理配准，再重新运行。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>Raster {raster} has no position on a map: {cause}. Warp it onto a north-up grid (Raster &gt; Projections &gt; Warp (Reproject)) or georeference it, and run again.</source>
        <translation>栅格 {raster} 没有地图位置：{cause}。请重投影到正北朝上的格网（“栅格”&gt;“投影”&gt;“变形（重投影）”）或进行地理配准，再重新运行。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>the file holds no geotransform</source>
        <translation>文件中没有地理变换参数</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>the file holds ground control points alone ({count})</source>
        <translation>文件中只有地面控制点（{count} 个）</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>the file holds rational polynomial coefficients (RPC) alone</source>
        <translation>文件中只有有理多项式系数（RPC）</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>the file holds arrays of longitude and latitude alone (a curved grid)</source>
        <translation>文件中只有经度和纬度数组（曲线格网）</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>{first} and {second} do not lie on the same grid: {differences}.
  {first}: {first_grid}
  {second}: {second_grid}
Bring one onto the grid of the other with carbonflow:aligntogrid.</source>
        <translation>{first}与{second}不在同一格网上：{differences}。
  {first}：{first_grid}
  {second}：{second_grid}
请用carbonflow:aligntogrid把其中一个对齐到另一个的格网上。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>{cols} x {rows} cells of {width} x {height} from ({left}, {top}), {crs}</source>
        <translation>{cols} x {rows}个像元，像元大小{width} x {height}，起点（{left}, {top}），{crs}</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>no CRS</source>
        <translation>无坐标参考系（CRS）</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>CRS {first} against {second}</source>
        <translation>坐标参考系（CRS）为{first}，另一个为{second}</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>rotation terms {first} against {second}</source>
        <translation>旋转项 {first} 与 {second} 不同</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>cell size {first} against {second}</source>
        <translation>像元大小为{first}，另一个为{second}</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>origin shifted by {columns} columns and {rows} rows</source>
        <translation>原点错开{columns}列、{rows}行</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>{first} against {second} cells</source>
        <translation>像元数为{first}，另一个为{second}</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>Raster {raster}: its coordinate reference system {crs} is {fault}, so places and cell areas are unknown. Assign the CRS that its coordinates are in (Raster &gt; Projections &gt; Assign Projection) and run again.</source>
        <translation>栅格 {raster}：其坐标参考系 {crs} {fault}，因此位置和像元面积未知。请指定其坐标所用的坐标参考系（“栅格”&gt;“投影”&gt;“指定投影”），再重新运行。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>a local (engineering) one</source>
        <translation>是局部（工程）坐标系</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>geocentric (x, y, z from the Earth&apos;s centre)</source>
        <translation>是地心坐标系（以地心为原点的 x、y、z）</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>one of heights alone</source>
        <translation>只有高程</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>without longitude and latitude behind it</source>
        <translation>没有对应的经纬度坐标系</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>one of longitudes and latitudes, which its coordinates are not</source>
        <translation>是以经纬度为坐标的坐标系，而其坐标不是经纬度</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>one of lengths, and its coordinates look like degrees</source>
        <translation>是以长度为单位的坐标系，而其坐标像是经纬度</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>not understood ({reason})</source>
        <translation>无法识别（{reason}）</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>The coordinate reference system {crs} is not understood: {reason}. Assign another one and run again.</source>
        <translation>无法识别坐标参考系 {crs}：{reason}。请另行指定坐标参考系，再重新运行。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>There is no way from the coordinate reference system {first} to {second}: {reason}. Check both, and assign the right ones.</source>
        <translation>无法从坐标参考系 {first} 转换到 {second}：{reason}。请检查两者，并指定正确的坐标参考系。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>Raster {raster}, band {band}: its scale is {scale} and its offset {offset}, so it has no values. Set them right (gdal:translate with -a_scale 1 -a_offset 0) and run again.</source>
        <translation>栅格 {raster} 的波段 {band}：其缩放系数为 {scale}，偏移量为 {offset}，因此没有有效值。请改正（gdal:translate 加 -a_scale 1 -a_offset 0），再重新运行。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>Raster {raster} cannot be read at rows {first} to {last}: {reason}. The file may be incomplete: copy or download it again.</source>
        <translation>无法读取栅格{raster}的第{first}至{last}行：{reason}。文件可能不完整：请重新复制或下载。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>Raster {raster} has no band {band}: it has {bands}. Choose another band.</source>
        <translation>栅格{raster}没有第{band}波段：它共有{bands}个波段。请选择其他波段。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>Raster {raster} holds complex numbers; real ones are needed.</source>
        <translation>栅格{raster}的值为复数；需要实数。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>Raster {raster} holds an infinite value at row {row}, column {col}. Set such cells to nodata and run again.</source>
        <translation>栅格{raster}在第{row}行第{col}列为无穷大。请将此类像元设为无数据，然后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>such a value</source>
        <translation>这样的值</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>a code</source>
        <translation>代码</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>a total per cell</source>
        <translation>像元总量</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>a weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>a carbon stock</source>
        <translation>碳储量</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>a density</source>
        <translation>密度</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>a wind component</source>
        <translation>风分量</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>a wind direction</source>
        <translation>风向</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>Raster {raster} holds values that {what} cannot have in {count} cells, such as {value}. If it stands for missing data, declare it as nodata: in the layer&apos;s properties, Transparency, Additional no data value, or with gdal_edit.py -a_nodata {value} {file}. Then run again.</source>
        <translation>栅格 {raster} 中有 {count} 个像元的值是{what}不可能取的，例如 {value}。如果它表示缺失数据，请将其声明为无数据值：在图层属性的“透明度”中填写“附加无数据值”，或运行 gdal_edit.py -a_nodata {value} {file}，然后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>Raster {raster} holds {value} in {count} cells, far from all its other values ({low} to {high}): it stands for missing data, not for {what}, but is not declared as nodata. Declare it: in the layer&apos;s properties, Transparency, Additional no data value, or with gdal_edit.py -a_nodata {value} {file}. Then run again.</source>
        <translation>栅格 {raster} 中有 {count} 个像元的值为 {value}，远离其余所有值（{low} 至 {high}）：它表示缺失数据，而不是{what}，但没有声明为无数据值。请声明：在图层属性的“透明度”中填写“附加无数据值”，或运行 gdal_edit.py -a_nodata {value} {file}，然后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>A value of the result &quot;{raster}&quot; at row {row}, column {col} is too large for a Float32 raster. Check the units of the inputs.</source>
        <translation>结果“{raster}”在第{row}行第{col}列的值超出了Float32栅格的范围。请检查输入数据的单位。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>{path} cannot be created: {reason}</source>
        <translation>无法创建{path}：{reason}</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>it is a folder</source>
        <translation>它是一个文件夹</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>The creation option {option} is not known here. Write options as NAME=VALUE, joined by |; names are {options}.</source>
        <translation>未知的创建选项 {option}。请写成 NAME=VALUE，以 | 连接；可用的名称有 {options}。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>The creation option {option} cannot be {value}. Choose one of: {values}. (Codecs that lose digits are refused, and rasters are always tiled.)</source>
        <translation>创建选项 {option} 不能为 {value}。请从以下各项中选择：{values}。（不接受会丢失数字的压缩方式，且栅格总是分块存储。）</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>The GDAL of this QGIS cannot write rasters with the compression {codec}. It has: {codecs}.</source>
        <translation>此 QGIS 的 GDAL 不能用 {codec} 压缩方式写栅格。可用的有：{codecs}。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>{path} cannot be replaced: {reason}. It may be open in another program or loaded in the project: close it or choose another name.</source>
        <translation>无法替换{path}：{reason}。它可能正被其他程序打开，或已加载到工程中：请将其关闭，或换一个文件名。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>{path} cannot be written: the folder {folder} does not exist. Create it first.</source>
        <translation>无法写入{path}：文件夹{folder}不存在。请先创建该文件夹。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>{path} cannot be written: {blocked} is read-only. Choose another name or allow writing.</source>
        <translation>无法写入{path}：{blocked}为只读。请换一个文件名，或允许写入。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>{path} is named for two outputs of one run. Give each output its own name.</source>
        <translation>同一次运行中有两个输出都指定为{path}。请为每个输出指定各自的文件名。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>The tile {path} was written by a worker, but is not there for this machine. Outputs must lie in a folder that all machines of the cluster see under the same name.</source>
        <translation>分块 {path} 已由工作进程写出，但在本机上不存在。输出文件必须位于集群所有机器都能以相同路径访问的文件夹中。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>{path} cannot be written: its tiles go to the folder {folder}, which holds something else ({found}). Choose another name or move that away.</source>
        <translation>无法写入 {path}：其分块应放入文件夹 {folder}，而该文件夹中有其他内容（{found}）。请换一个文件名，或移走这些内容。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>{raster} holds {count} rasters: {variables}. Give one of them by its own name, for example {example}</source>
        <translation>{raster}含有{count}个栅格：{variables}。请用其自身的名称给出其中一个，例如 {example}</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>{count} more</source>
        <translation>另有{count}个</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>Raster {raster} cannot be unpacked from its archive: {reason}. Unpack it yourself and choose the file.</source>
        <translation>栅格{raster}无法从压缩包中解出：{reason}。请自行解压后选择该文件。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>the file is there but empty (0 bytes). Copy or download it again.</source>
        <translation>文件存在，但为空（0字节）。请重新复制或下载。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>it is a text file ({encoding}) that begins &quot;{start}&quot;. A text raster needs the header of an Esri ASCII grid, in ASCII or UTF-8; a table of points becomes a raster with gdal:gridinversedistance or native:rasterize.</source>
        <translation>它是文本文件（{encoding}），开头为“{start}”。文本栅格须有Esri ASCII格网的文件头，编码为ASCII或UTF-8；点表可用gdal:gridinversedistance或native:rasterize转为栅格。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>it is a web page. Downloads that need a login or a licence end like this: download it again in a browser.</source>
        <translation>它是网页。需要登录或同意许可的下载常得到这样的文件：请在浏览器中重新下载。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>it is a pointer to a file in Git LFS, not the file. Download the file itself.</source>
        <translation>它是Git LFS的指针，不是文件本身。请下载该文件。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>it is a document ({ending}), not a raster. Choose the raster that it shows.</source>
        <translation>它是文档（{ending}），不是栅格。请选择其中所显示的栅格。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>it is a file that belongs to a raster and lies beside it. Choose the raster itself.</source>
        <translation>它是栅格的附属文件。请选择栅格本身。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>it is an archive of {kind}. Unpack it and choose the raster.</source>
        <translation>它是{kind}压缩包。请解压后选择栅格。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>it is a file of the format {kind}, which the GDAL of this QGIS cannot read. Convert it to GeoTIFF elsewhere.</source>
        <translation>它是{kind}格式的文件，本QGIS的GDAL无法读取。请在别处转为GeoTIFF。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>it is a vector file or table ({kind}, layers: {layers}). Choose a raster; gdal:rasterize makes one of polygons.</source>
        <translation>它是矢量文件或表格（{kind}，图层：{layers}）。请选择栅格；多边形可用gdal:rasterize转为栅格。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>the file is there, but GDAL finds no raster in it ({reason})</source>
        <translation>文件存在，但GDAL在其中找不到栅格（{reason}）</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>it begins like a raster ({kind}) and cannot be opened ({reason}). Copy or download it again.</source>
        <translation>它的开头像栅格（{kind}），但无法打开（{reason}）。请重新复制或下载。</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>the archive is there, and no raster {file} in it ({reason}). It holds: {files}</source>
        <translation>压缩包存在，但其中没有栅格{file}（{reason}）。其内容：{files}</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>it is a folder without a raster. It holds: {files}</source>
        <translation>它是文件夹，其中没有栅格。其内容：{files}</translation>
    </message>
    <message>
        <location filename="../core/raster/messages.py"/>
        <source>the archive is there, but holds no raster. It holds: {files}</source>
        <translation>压缩包存在，但其中没有栅格。其内容：{files}</translation>
    </message>
    <message>
        <location filename="../core/routing/messages.py"/>
        <source>This method needs a wind direction raster. Give one, or choose the method well mixed.</source>
        <translation>此方法需要风向栅格。请提供风向栅格，或选择方法“充分混合”。</translation>
    </message>
    <message>
        <location filename="../core/routing/messages.py"/>
        <source>The method wind rose needs a rose raster with 17 bands (16 sectors and calm).</source>
        <translation>方法“风玫瑰”需要一个有17个波段（16个方位和静风）的风玫瑰栅格。</translation>
    </message>
    <message>
        <location filename="../core/routing/messages.py"/>
        <source>Wind raster {raster} has {count} values outside 0 to 360, for instance {value}. It must hold the direction the wind comes from, in degrees clockwise from north.</source>
        <translation>风向栅格{raster}有{count}个值超出0至360，例如{value}。其值应为风的来向，即从北起顺时针的度数。</translation>
    </message>
    <message>
        <location filename="../core/routing/messages.py"/>
        <source>Routing {count} cells</source>
        <translation>{count}个像元的流动计算</translation>
    </message>
    <message>
        <location filename="../core/routing/messages.py"/>
        <source>{what} is negative in {count} cells, the first in row {row}, column {column} (counted from 1). Routing needs amounts of 0 or more: set negative cells to 0 or to nodata first.</source>
        <translation>{what}：有{count}个像元为负值，首个位于第{row}行第{column}列（从1计数）。流动计算要求各量不小于0：请先将负值像元设为0或无数据。</translation>
    </message>
    <message>
        <location filename="../core/routing/messages.py"/>
        <source>{what} is not a finite number in {count} cells of the study area, the first in row {row}, column {column} (counted from 1). Set such cells to nodata first.</source>
        <translation>{what}：研究区内有{count}个像元不是有限数值，首个位于第{row}行第{column}列（从1计数）。请先将此类像元设为无数据。</translation>
    </message>
    <message>
        <location filename="../core/routing/messages.py"/>
        <source>{what} has {shape} cells (rows x columns), but the grid has {expected}. Bring both onto one grid first.</source>
        <translation>{what}：像元数为{shape}（行 x 列），而格网为{expected}。请先将两者对齐到同一格网。</translation>
    </message>
    <message>
        <location filename="../core/routing/messages.py"/>
        <source>The wind rose has negative frequencies, the first in band {band}, row {row}, column {column} (counted from 1). Give 16 sector frequencies clockwise from north, then the frequency of calm, all 0 or more.</source>
        <translation>风玫瑰中有负的频率，首个位于第{band}波段第{row}行第{column}列（从1计数）。请给出从北起顺时针的16个方位频率，随后是静风频率，均不得小于0。</translation>
    </message>
    <message>
        <location filename="../core/routing/messages.py"/>
        <source>The wind rose has {bands} bands, but routing needs 17: 16 sectors clockwise from north, then calm.</source>
        <translation>风玫瑰有{bands}个波段，而流动计算需要17个：从北起顺时针的16个方位，随后是静风。</translation>
    </message>
    <message>
        <location filename="../core/routing/messages.py"/>
        <source>A cell belongs to zone number {zone}, but there are only {count} zones (numbers 0 to {last}; -1: none).</source>
        <translation>有像元属于编号为{zone}的分区，但只有{count}个分区（编号0至{last}；-1表示不属于任何分区）。</translation>
    </message>
    <message>
        <location filename="../core/routing/messages.py"/>
        <source>The decay length is {length} m. Give a length above 0, or none to carry carbon without dispersal.</source>
        <translation>衰减长度为{length} m。请给出大于0的长度；若碳在输送中不扩散散失，则不要给出。</translation>
    </message>
    <message>
        <location filename="../core/routing/messages.py"/>
        <source>The cell size in row {row} (counted from 1) is {dx} x {dy} m. Both must be above 0.</source>
        <translation>第{row}行（从1计数）的像元大小为{dx} x {dy} m。两者都必须大于0。</translation>
    </message>
    <message>
        <location filename="../core/routing/messages.py"/>
        <source>The flux threshold is {threshold} t. Give a number of 0 or more, or none to have one chosen.</source>
        <translation>通量阈值为{threshold} t。请给出不小于0的数；不给出则自动选取。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{path} cannot be read: {reason}</source>
        <translation>无法读取{path}：{reason}</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{path} is an archive or a spreadsheet, not a text file. Unpack it, or save it as text, and choose the text files.</source>
        <translation>{path}是压缩包或电子表格，不是文本文件。请先解压，或另存为文本文件，再选择文本文件。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{path} is no daily {what} file (SURF_CLI_CHN_MUL_DAY, {element}): none of its {lines} lines could be used: {reasons}. If it holds another element, choose ELEMENT.</source>
        <translation>{path}不是{what}日值文件（SURF_CLI_CHN_MUL_DAY，{element}）：{lines}行都不可用：{reasons}。若为其他要素，请选择ELEMENT。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>The {files} files hold no {what} record. Choose SURF_CLI_CHN_MUL_DAY {element} text files.</source>
        <translation>这{files}个文件中没有{what}记录。请选择SURF_CLI_CHN_MUL_DAY的{element}文本文件。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>The {files} files hold no {what} record that could be used: {reasons}. Choose SURF_CLI_CHN_MUL_DAY {element} text files as downloaded.</source>
        <translation>这{files}个文件中没有可用的{what}记录：{reasons}。请选择下载的SURF_CLI_CHN_MUL_DAY {element}原始文本文件。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{file} holds the element {element}, as its name says. WIN (wind), TEM (temperature) and PRE (precipitation) are read.</source>
        <translation>从文件名看，{file}的要素是{element}。可读取的要素为WIN（风）、TEM（气温）和PRE（降水）。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>The files hold different elements: {first} is {one}, {second} is {other}. Read one element at a time.</source>
        <translation>各文件的要素不同：{first}为{one}，{second}为{other}。每次只能读取一个要素。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>Whether {file} holds temperature or precipitation cannot be seen: their lines are alike, and neither its name nor a header says it. Choose ELEMENT.</source>
        <translation>无法判断{file}是气温还是降水：两者各行格式相同，文件名和表头都没有说明。请选择ELEMENT。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{found} columns instead of {expected}</source>
        <translation>有{found}列，应为{expected}列</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>repeats station {station} on {date} ({where})</source>
        <translation>测站{station}在{date}的记录重复（{where}）</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>column {column} is &quot;{text}&quot;, not a whole number</source>
        <translation>第{column}列为“{text}”，不是整数</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>there is no date {date}</source>
        <translation>日期{date}不存在</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{most} (or {least} without quality codes)</source>
        <translation>{most}（无质量控制码时为{least}）</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{name} {value} has {minutes} minutes (it is degrees and minutes, DDMM)</source>
        <translation>{name}{value}有{minutes}分（格式为度分，DDMM）</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{name} {value} is beyond {limit} degrees</source>
        <translation>{name}{value}超出{limit}度</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{name} speed {value} is none (0.1 m/s, plus 1000 beyond the instrument&apos;s range)</source>
        <translation>{name}风速{value}无效（单位0.1 m/s，超出仪器量程的加1000）</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>direction {value} of the {name} speed is no code from 1 to 17</source>
        <translation>{name}风速的风向{value}不是1至17的代码</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>temperature {value} cannot be (it is in 0.1 °C)</source>
        <translation>气温{value}不可能（单位为0.1 °C）</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>precipitation {value} cannot be (it is in 0.1 mm)</source>
        <translation>降水{value}不可能（单位为0.1 mm）</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{lines} lines ({where}: {reason})</source>
        <translation>{lines}行（{where}：{reason}）</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>wind</source>
        <translation>风</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>temperature</source>
        <translation>气温</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>precipitation</source>
        <translation>降水</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>line {line} of {file}</source>
        <translation>{file}第{line}行</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>line {line}</source>
        <translation>第{line}行</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>longitude</source>
        <translation>经度</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>latitude</source>
        <translation>纬度</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>maximum</source>
        <translation>最大</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>extreme</source>
        <translation>极大</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}, row {row}: {value} is no wind direction in degrees (0 to 360, direction the wind comes from). {count} of {records} records cannot be read, more than {limit} %. Correct them, set them to NULL, declare a code in CODES (&quot;missing={value}&quot;), or choose another direction format.</source>
        <translation>{table}第{row}行：{value}不是以度计的风向（0至360，风的来向）。{count} / {records} 条记录无法读取，超过{limit} %。请更正、设为NULL、在CODES中声明该代码（“missing={value}”），或选择其他风向格式。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}, row {row}: {value} is no wind direction in tens of degrees (0 to 36, 99 = variable). {count} of {records} records cannot be read, more than {limit} %. Correct them, set them to NULL, declare a code in CODES (&quot;missing={value}&quot;), or choose another direction format.</source>
        <translation>{table}第{row}行：{value}不是以十度为单位的风向（0至36，99 = 风向不定）。{count} / {records} 条记录无法读取，超过{limit} %。请更正、设为NULL、在CODES中声明该代码（“missing={value}”），或选择其他风向格式。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}, row {row}: {value} is no 16-sector code (1 = N, 2 = NNE, ... 16 = NNW, 17 = calm). {count} of {records} records cannot be read, more than {limit} %. Correct them, set them to NULL, declare a code in CODES (&quot;missing={value}&quot;), or choose another direction format.</source>
        <translation>{table}第{row}行：{value}不是16方位代码（1 = N，2 = NNE，... 16 = NNW，17 = 静风）。{count} / {records} 条记录无法读取，超过{limit} %。请更正、设为NULL、在CODES中声明该代码（“missing={value}”），或选择其他风向格式。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}, row {row}: &quot;{value}&quot; is no compass direction (N, NNE, ... NNW, C for calm, or 北, 东北 ... 静风). {count} of {records} records cannot be read, more than {limit} %. Correct them, set them to NULL, declare a code in CODES (&quot;missing={value}&quot;), or choose another direction format.</source>
        <translation>{table}第{row}行：“{value}”不是方位名（N、NNE ... NNW，C表示静风，或北、东北 ... 静风）。{count} / {records} 条记录无法读取，超过{limit} %。请更正、设为NULL、在CODES中声明该代码（“missing={value}”），或选择其他风向格式。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}, row {row}: &quot;{value}&quot; is no wind speed in m/s. {count} of {records} records cannot be read, more than {limit} %. Correct them or set them to NULL and run again.</source>
        <translation>{table}第{row}行：“{value}”不是以m/s计的风速。{count} / {records} 条记录无法读取，超过{limit} %。请更正或设为NULL，然后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}, row {row}: &quot;{value}&quot; is no wind field such as &quot;160,1,N,0046,1&quot; (direction, quality, type, speed, quality), as others of the column are. {count} of {records} records cannot be read, more than {limit} %. Correct them or set them to NULL.</source>
        <translation>{table}第{row}行：“{value}”不是该列其他单元格那样的风字段，如“160,1,N,0046,1”（风向、质量、类型、风速、质量）。{count} / {records} 条记录无法读取，超过{limit} %。请更正或设为NULL。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}, row {row}: the station is empty, as in {count} of {records} records (more than {limit} %). Fill it in or remove the rows.</source>
        <translation>{table}第{row}行：测站为空，{records}条记录中有{count}条如此（超过{limit} %）。请填写或删除这些行。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table} holds no usable wind observation: {rows} rows, none of them with a direction or a calm. Check the direction field and its format.</source>
        <translation>{table}中没有可用的风观测记录：共{rows}行，没有一行有风向或静风。请检查风向字段及其格式。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table} holds no station with wind frequencies. Make the layer with carbonflow:prevailingwindstations.</source>
        <translation>{table}中没有带风向频率的测站。请用carbonflow:prevailingwindstations生成该图层。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}, station {station}: the 17 frequencies (f_n ... f_nnw and calm_freq) must be 0 or more and sum to 1, but they sum to {total}. Make the layer with carbonflow:prevailingwindstations.</source>
        <translation>{table}，测站{station}：17个频率（f_n ... f_nnw和calm_freq）必须不小于0且总和为1，但其总和为{total}。请用carbonflow:prevailingwindstations生成该图层。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}, station {station}: {field} is {value}, which is not possible. Correct it and run again.</source>
        <translation>{table}，测站{station}：{field}为{value}，这是不可能的。请更正后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}, station {station}: the point ({x}, {y}) lies nowhere on the Earth. Check the layer&apos;s CRS.</source>
        <translation>{table}，测站{station}：点（{x}, {y}）不在地球上的任何位置。请检查图层的CRS。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>The distance power is {value}: it must be a number above 0 (2 is the usual one).</source>
        <translation>距离的幂次为{value}：必须是大于0的数（通常取2）。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>The number of neighbours is {value}: it must be a whole number, 1 or more.</source>
        <translation>邻近测站数为{value}：必须是不小于1的整数。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}, column {column}: dates such as &quot;{value}&quot; can be read with the day or with the month first. Write them as 2015-01-31 and run again.</source>
        <translation>{table}的{column}列：“{value}”这类日期既可读作日在前，也可读作月在前。请写成2015-01-31的形式，然后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}, row {row}: &quot;{value}&quot; is no date (2015-01-31, 20150131). {count} of {records} records cannot be read, more than {limit} %. Correct them, or choose another date field.</source>
        <translation>{table}第{row}行：“{value}”不是日期（2015-01-31、20150131）。{count} / {records} 条记录无法读取，超过{limit} %。请更正，或选择其他日期字段。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}, row {row}: &quot;{value}&quot; is no number. {count} of {records} records cannot be read, more than {limit} %. Correct them or set them to NULL, or choose another value field.</source>
        <translation>{table}第{row}行：“{value}”不是数字。{count} / {records} 条记录无法读取，超过{limit} %。请更正或设为NULL，或选择其他数值字段。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>This statistic needs the dates of the records: choose DATE_FIELD, with the months for values by month.</source>
        <translation>该统计量需要记录的日期：请选择DATE_FIELD，按月统计时须含月份。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}: none of the {stations} stations has a value of a complete period. Sums and months need at most 3 missing days a month; the log lists what is left out.</source>
        <translation>{table}：{stations}个测站都没有完整时段的值。总量和逐月统计要求每月缺测不超过3天；剔除的内容见日志。</translation>
    </message>
    <message>
        <location filename="../core/stations/messages.py"/>
        <source>{table}: none of the {stations} stations has an elevation in metres (-500 to 9000). Check ELEVATION_FIELD.</source>
        <translation>{table}：{stations}个测站都没有以米计的海拔（-500至9000）。请检查ELEVATION_FIELD。</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Zone</source>
        <translation>分区</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Class</source>
        <translation>类型</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>To</source>
        <translation>去向</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Factor a</source>
        <translation>因子 a</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Factor b</source>
        <translation>因子 b</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Class a</source>
        <translation>类型 a</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Class b</source>
        <translation>类型 b</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Station</source>
        <translation>站点</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Different</source>
        <translation>有差异</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Calm, largest wind</source>
        <translation>最大风速时静风</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Calm, extreme wind</source>
        <translation>极大风速时静风</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Area</source>
        <translation>面积</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>All sources</source>
        <translation>全部排放源</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Flow</source>
        <translation>流量</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Absorbed in the zone</source>
        <translation>在分区内吸收</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Exported to zones</source>
        <translation>输出到其他分区</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Bearing</source>
        <translation>方位角</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Yearly change</source>
        <translation>年变化</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Median of the cells&apos; ratios</source>
        <translation>像元比值的中位数</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Share of the stock</source>
        <translation>占储量比例</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Share of the area</source>
        <translation>占面积比例</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>q of both</source>
        <translation>两者的 q</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Mean of class a</source>
        <translation>类型 a 的均值</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Mean of class b</source>
        <translation>类型 b 的均值</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Degrees of freedom</source>
        <translation>自由度</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Largest wind speed</source>
        <translation>最大风速</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Extreme wind speed</source>
        <translation>极大风速</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Prevailing direction</source>
        <translation>主导风向</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Resultant direction</source>
        <translation>合成风向</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Direction, largest wind</source>
        <translation>最大风速的风向</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Direction, extreme wind</source>
        <translation>极大风速的风向</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Angle on the map</source>
        <translation>图上角度</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Share of the prevailing sector</source>
        <translation>主导风向方位的频率</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Share of calms</source>
        <translation>静风频率</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Mean temperature</source>
        <translation>平均气温</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Highest temperature</source>
        <translation>最高气温</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Lowest temperature</source>
        <translation>最低气温</translation>
    </message>
    <message>
        <location filename="../core/tables/columns.py"/>
        <source>Precipitation</source>
        <translation>降水量</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Tables need the Python package pandas, which some builds of QGIS lack. Install it (OSGeo4W: python3-pandas; Debian and Ubuntu: apt install python3-pandas; conda: conda install pandas; macOS: the pip of QGIS&apos;s own Python) or run without tables of your own, tables as outputs and charts: rasters and the plugin&apos;s own tables need none.</source>
        <translation>表格需要Python软件包pandas，部分QGIS版本不含此包。请安装它（OSGeo4W：python3-pandas；Debian和Ubuntu：apt install python3-pandas；conda：conda install pandas；macOS：使用QGIS自带Python的pip），或在运行时不给出自己的表格，也不输出表格和图表：栅格和插件自带的表格不需要它。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table} cannot be read: {reason}</source>
        <translation>无法读取表{table}：{reason}</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table} has no rows.</source>
        <translation>表{table}没有数据行。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>The encoding of table {table} is none of UTF-8, UTF-16 and GB18030. Save it as CSV in UTF-8 and run again.</source>
        <translation>表{table}的编码不是UTF-8、UTF-16或GB18030。请另存为UTF-8编码的CSV后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>{layer}, field {field}: {count} texts hold characters that could not be read, the first is {text}. They were read as {encoding}, which is not the file&apos;s encoding, or the file is damaged. Set the encoding, for Chinese mostly GB18030: Layer Properties &gt; Source &gt; Data source encoding, or beside a shapefile a .cpg file of its name that holds the word GB18030; or save the table as CSV in UTF-8.</source>
        <translation>{layer} 的字段 {field}：{count} 个文本含有无法读取的字符，第一个是 {text}。读取时采用的编码为 {encoding}，与文件的编码不符，或文件已损坏。请设置正确的编码（中文多为 GB18030）：“图层属性”&gt;“源”&gt;“数据源编码”；对于 shapefile，也可在其旁边放一个同名的 .cpg 文件，内容为 GB18030；表格也可另存为 UTF-8 编码的 CSV。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>text of an unknown encoding</source>
        <translation>未知编码</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table} is not a regular CSV file: line {line} has {cells} cells, the header has {columns}. Cells that contain the separator need quotation marks.</source>
        <translation>表{table}不是规范的CSV文件：第{line}行有{cells}个单元格，表头有{columns}个。含有分隔符的单元格须加引号。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table} is not a regular CSV file: the quotation mark opened in line {line} is never closed.</source>
        <translation>表{table}不是规范的CSV文件：第{line}行的引号没有配对的后引号。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table} is not a regular CSV file: line {line} cannot be read ({reason}).</source>
        <translation>表{table}不是规范的CSV文件：无法读取第{line}行（{reason}）。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table}: this GDAL cannot read {format} files. Save the sheet as CSV in UTF-8 and run again.</source>
        <translation>表{table}：当前GDAL不能读取{format}文件。请将工作表另存为UTF-8编码的CSV后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table} has no sheet {sheet}. Its sheets are: {sheets}.</source>
        <translation>表{table}中没有工作表{sheet}。已有工作表：{sheets}。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table} cannot be read as a spreadsheet: {reason}</source>
        <translation>表{table}不能作为电子表格读取：{reason}</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table} has no column {column}{hint}. Its columns are: {columns}.</source>
        <translation>表{table}没有{column}列{hint}。现有的列为：{columns}。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table}: none of its first {rows} rows is a header with the columns needed ({columns}). Its first row holds: {first}.</source>
        <translation>表{table}：前{rows}行中没有含所需列（{columns}）的表头。第一行内容：{first}。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table} has two columns named {column} (upper and lower case count as the same).</source>
        <translation>表{table}有两列都名为{column}（不区分大小写）。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table}, line {line}, column {column}: the cell is empty, a number is needed.</source>
        <translation>表{table}第{line}行{column}列：单元格为空，此处需要一个数值。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table}, line {line}, column {column}: &quot;{text}&quot; stands for missing data, a number is needed.</source>
        <translation>表{table}第{line}行{column}列：“{text}”表示缺测，此处必须为数字。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table}, line {line}, column {column}: the comma of &quot;{text}&quot; may be a decimal comma or mark thousands, and no other cell tells which. Write decimals with a point, and thousands without a comma.</source>
        <translation>表{table}第{line}行{column}列：“{text}”中的逗号可能是小数点，也可能是千位分隔符，其他单元格也无法判明。请用“.”作小数点，且不用逗号分隔千位。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table}, column {column}: &quot;{text}&quot; (line {line}) and &quot;{other}&quot; (line {other_line}) use decimal comma and decimal point in different ways. Write all numbers of a column in one way.</source>
        <translation>表{table} {column}列：“{text}”（第{line}行）与“{other}”（第{other_line}行）的小数点写法不一致。同一列中的数字请采用同一种写法。</translation>
    </message>
    <message>
        <location filename="../core/tables/messages.py"/>
        <source>Table {table}, line {line}, column {column}: &quot;{text}&quot; is not a number.</source>
        <translation>表{table}第{line}行{column}列：“{text}”不是数值。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>The calm limit is {value}: it must be a speed in m/s, 0 or more (0.3 is the usual one).</source>
        <translation>静风阈值为{value}：它必须是以m/s计的风速，不小于0（通常取0.3）。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>U and V are the same raster, {raster}. Give the eastward component as U and the northward one as V.</source>
        <translation>U和V是同一个栅格{raster}。请以东向分量作为U，北向分量作为V。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>U ({u}) has {u_steps} bands and V ({v}) has {v_steps}: a band per time step is needed, the same steps in both. Extract the same times from both and run again.</source>
        <translation>U（{u}）有{u_steps}个波段，V（{v}）有{v_steps}个：每个时次需要一个波段，两者的时次须相同。请从两者中提取相同的时次，然后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>Raster {raster} has no position on the Earth (neither coordinates nor a CRS). Georeference it (Raster &gt; Projections &gt; Assign Projection, gdal_translate -a_ullr) and run again.</source>
        <translation>栅格{raster}没有地理位置（既无坐标也无CRS）。请进行地理配准（栅格 &gt; 投影 &gt; 指定投影，或gdal_translate -a_ullr），然后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>Not one cell of the grid has wind data: U ({u}) covers {wind_grid}, the grid is {grid}. Check the grid&apos;s CRS and that the wind data covers the study area.</source>
        <translation>格网中没有任何像元有风的数据：U（{u}）覆盖{wind_grid}，格网为{grid}。请检查格网的CRS，并确认风数据覆盖研究区。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>CODES &quot;{text}&quot; cannot be read: write calm=, variable= or missing= and after each its values by commas, such as &quot;{example}&quot;.</source>
        <translation>无法读取CODES“{text}”：请写calm=（静风）、variable=（不定）或missing=（缺测），其后用逗号列出各值，例如“{example}”。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>CODES: {code} is given as {first} and as {second}. Leave it in one of them.</source>
        <translation>CODES：{code}同时列在{first}和{second}中。请只保留一处。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>eastward</source>
        <translation>东向</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>northward</source>
        <translation>北向</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>{parameter} ({raster}) holds {found}, the {is_wind} wind. {parameter} must be the {wanted} one: choose the right file or variable for {parameter}, and check {counterpart}.</source>
        <translation>{parameter}（{raster}）含有的是{found}，即{is_wind}风分量。{parameter}须为{wanted}风分量：请为{parameter}选择正确的文件或变量，并检查{counterpart}。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>{parameter} ({raster}) holds {found}, and no {wanted} wind. Choose the file or variable of that component.</source>
        <translation>{parameter}（{raster}）含有{found}，没有{wanted}风分量。请选择含有该分量的文件或变量。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>U and V are swapped: {first} and {second} were given the other way round. Exchange them.</source>
        <translation>U和V颠倒了：{first}与{second}的位置相反。请互换。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>{raster} holds {found}, and no {missing} wind. V may be left empty only where one file holds both: give the other component as well.</source>
        <translation>{raster}含有{found}，但没有{missing}风分量。只有一个文件同时含有两个分量时，V才可留空：请另行给出另一分量。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>{raster} does not say which of its bands are the eastward and the northward wind (it holds: {found}). Give U and V as two rasters, each by its own name.</source>
        <translation>{raster}未说明哪些波段是东向风、哪些是北向风（其内容：{found}）。请把U和V作为两个栅格，分别用各自的名称给出。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>{count} bands without a name</source>
        <translation>{count}个未命名的波段</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>{raster} holds winds of {count} levels or members: {levels}. They are no time steps: choose one with LEVEL, for example LEVEL=&quot;{example}&quot;, or give U and V as variables or files with one level.</source>
        <translation>{raster}含有{count}个层次或集合成员的风：{levels}。它们不是时次：请用LEVEL选择其一，例如LEVEL=&quot;{example}&quot;，或以单一层次的变量或文件给出U和V。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>LEVEL is {level}, and {raster} holds no such level or member. It holds: {levels}</source>
        <translation>LEVEL为{level}，而{raster}中没有这样的层次或成员。其内容：{levels}</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>U ({u}) and V ({v}) are no pair: U holds {u_level}, V holds {v_level}. Give both at the same level, of the same member.</source>
        <translation>U（{u}）与V（{v}）不成对：U含有{u_level}，V含有{v_level}。请给出同一层次、同一成员的两个分量。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>The times of U ({u}, {u_steps} steps) and V ({v}, {v_steps} steps) differ: {missing} lacks {time} UTC, the first that is not in both. Extract the same times from both and run again.</source>
        <translation>U（{u}，{u_steps}个时次）与V（{v}，{v_steps}个时次）的时间不同：{missing}缺少{time} UTC，这是第一个并非两者共有的时次。请从两者中提取相同的时次，然后重新运行。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>{raster} lies on a rotated grid ({crs}) and does not say whether its winds point to the true east and north or along the grid (standard_name eastward_wind or grid_eastward_wind). Turn them to the true meridians first.</source>
        <translation>{raster}位于旋转极点格网（{crs}）上，且未说明其风分量是指向真东、真北，还是沿格网方向（standard_name为eastward_wind或grid_eastward_wind）。请先把风分量转到真子午线方向。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>The axes of {raster} are those of a rotated grid (grid_latitude, grid_longitude), and its pole is not said. Bring it onto true longitudes and latitudes first.</source>
        <translation>{raster}的坐标轴属于旋转极点格网（grid_latitude、grid_longitude），但未给出极点位置。请先将其转到真实的经纬度格网上。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>{raster} lies on a curved grid: it holds the longitude and latitude of each cell and no map. Bring u and v onto true longitudes and latitudes first (cdo remapbil), after turning them to the true north where they run along the grid.</source>
        <translation>{raster}位于曲线格网上：只有各像元的经纬度，没有地图投影。请先把u、v转到真实的经纬度格网上（cdo remapbil）；若其沿格网方向，须先转到真北方向。</translation>
    </message>
    <message>
        <location filename="../core/wind/messages.py"/>
        <source>{raster} lies on a rotated grid, which a GeoTIFF cannot describe. Choose GRID: the result then lies on that grid.</source>
        <translation>{raster}位于旋转极点格网上，GeoTIFF无法描述这种格网。请选择GRID：结果将位于该格网上。</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>Layer {layer} has no polygons.</source>
        <translation>图层{layer}中没有多边形。</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>Layer {layer} has no polygons with an area: its geometry is {kinds}. Choose a layer of polygons; lines that close become polygons with qgis:linestopolygons.</source>
        <translation>图层 {layer} 中没有具有面积的多边形：其几何类型为 {kinds}。请选择多边形图层；闭合的线可用 qgis:linestopolygons 转为多边形。</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>Layer {layer}: the polygon of {zone} has coordinates that are no finite numbers. Draw it anew or remove it.</source>
        <translation>图层 {layer}：{zone} 的多边形含有非有限数值的坐标。请重新绘制或删除该多边形。</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>Layer {layer}: none of its {count} polygons has a name in the zone field. Choose another field.</source>
        <translation>图层 {layer}：其 {count} 个多边形在分区字段中均无名称。请选择其他字段。</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>Layer {layer}: {count} polygons without a name in the zone field hold {cells} cells with data: {places}. Fill in their names, remove them or choose another field.</source>
        <translation>图层 {layer}：{count} 个多边形在分区字段中没有名称，却含有 {cells} 个有数据的像元：{places}。请填写名称、删除这些多边形或选择其他字段。</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>feature {feature} at {place}, {cells} cells</source>
        <translation>要素 {feature}，位于 {place}，{cells} 个像元</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>Layer {layer}: its coordinate reference system {crs} is {fault}, so its places are unknown. Assign the CRS that its coordinates are in, and run again.</source>
        <translation>图层 {layer}：其坐标参考系 {crs} {fault}，因此位置未知。请指定其坐标所用的坐标参考系，再重新运行。</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>Layer {layer}: zone {zone} cannot be transformed to {crs}. Check the layer&apos;s coordinate reference system.</source>
        <translation>图层{layer}：分区{zone}无法转换到{crs}。请检查该图层的坐标参考系（CRS）。</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>No polygon of layer {layer} meets the grid ({grid}). Check both coordinate reference systems.</source>
        <translation>图层{layer}中没有任何多边形与格网（{grid}）相交。请检查两者的坐标参考系（CRS）。</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>The polygons of {layer} cannot be laid on the grid: {reason}</source>
        <translation>无法把{layer}的多边形栅格化到格网上：{reason}</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>Zones of {layer} and rows of {table} do not match.
  Zones without a row: {zones}
  Rows without a zone: {rows}
  Names with several rows: {twice}
Make the names equal, or choose to skip what does not match.</source>
        <translation>{layer}的分区与{table}的行不匹配。
  没有对应行的分区：{zones}
  没有对应分区的行：{rows}
  对应多行的名称：{twice}
请使名称一致，或选择跳过不匹配的项。</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>... {count} more</source>
        <translation>……另有{count}个</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>(no name)</source>
        <translation>（无名称）</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>The area {layer} does not meet the grid ({grid}). Check both coordinate reference systems, or choose another one.</source>
        <translation>范围图层 {layer} 与格网（{grid}）不相交。请检查两者的坐标参考系，或另选范围。</translation>
    </message>
    <message>
        <location filename="../core/zones/messages.py"/>
        <source>No cell with data has its centre in the area {layer}. Choose a larger area, or smaller cells.</source>
        <translation>范围图层 {layer} 内没有中心落入其中且有数据的像元。请选择更大的范围或更小的像元。</translation>
    </message>
</context>
</TS>
