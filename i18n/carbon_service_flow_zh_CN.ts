<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1">
<context>
    <name>CarbonServiceFlow</name>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="40"/>
        <source>Bring a raster onto the study grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="58"/>
        <source>Raster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="58"/>
        <source>The raster to bring onto the grid, in any CRS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="63"/>
        <source>Band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="63"/>
        <source>One band; empty: all bands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="69"/>
        <source>Kind of values</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="69"/>
        <source>Category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="69"/>
        <source>Continuous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="69"/>
        <source>Total per cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="69"/>
        <source>Codes, values such as elevation or densities, or amounts per cell.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="77"/>
        <source>Grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="80"/>
        <source>Any raster on the grid wanted; its values do not matter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="91"/>
        <source>Raster on the grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="91"/>
        <source>The bands of the input on the grid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/base.py" line="117"/>
        <source>Carbon accounts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/base.py" line="118"/>
        <source>Supply and demand</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/base.py" line="119"/>
        <source>Wind and service flow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/base.py" line="120"/>
        <source>Drivers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/base.py" line="121"/>
        <source>Grids</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/base.py" line="122"/>
        <source>Report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="40"/>
        <source>Carbon emission sources</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="69"/>
        <source>Land use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="69"/>
        <source>Raster of land-use codes (whole numbers); its first band is read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="68"/>
        <source>Codes of the respiration table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="69"/>
        <source>Soil respiration table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="79"/>
        <source>Unit of soil respiration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="79"/>
        <source>As published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="79"/>
        <source>Converted to carbon (x 12/44)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="93"/>
        <source>Statistics by zone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="101"/>
        <source>Column with the zones&apos; names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="101"/>
        <source>Names as in the zone field. When empty, the table&apos;s first column.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="107"/>
        <source>Coefficient table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="117"/>
        <source>Coefficient set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="117"/>
        <source>Paper (per tonne of standard coal, and per tonne)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="117"/>
        <source>IPCC 2006 (per tonne)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="117"/>
        <source>Used when no coefficient table is given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="126"/>
        <source>Population density</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="126"/>
        <source>For sources whose proxy is population; per unit of area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="132"/>
        <source>GDP density</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="132"/>
        <source>For sources whose proxy is gdp; per unit of area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="138"/>
        <source>Study area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="138"/>
        <source>Results are cut to it, after the totals have been spread.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="144"/>
        <source>Zones without a row, rows without a zone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="85"/>
        <source>Stop with an error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="144"/>
        <source>Skip them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="144"/>
        <source>Skipped zones are nodata in the result.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="85"/>
        <source>Codes that are not in the table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="85"/>
        <source>Take as nodata</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="85"/>
        <source>What to do with raster codes that no row explains.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="76"/>
        <source>Carbon emission</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="157"/>
        <source>All sources, t C/ha per year.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="162"/>
        <source>Carbon emission by source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="162"/>
        <source>A band per source, soil last; t C/ha per year.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="169"/>
        <source>Carbon emission, t C per year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="170"/>
        <source>Mean emission, t C/ha per year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonemissions.py" line="171"/>
        <source>Largest relative difference between a zone&apos;s total and its cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="51"/>
        <source>Carbon stock from land use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="74"/>
        <source>Codes of the pools table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="75"/>
        <source>Carbon pools table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="92"/>
        <source>Carbon stock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="92"/>
        <source>Total carbon density, t C/ha.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="97"/>
        <source>Carbon stock by pool</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="97"/>
        <source>Four bands: above ground, below ground, soil, dead; t C/ha.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="103"/>
        <source>Table by class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="103"/>
        <source>Area, density, stock and share of the stock per class.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="109"/>
        <source>Area, ha</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="110"/>
        <source>Carbon stock, t C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstock.py" line="111"/>
        <source>Mean density, t C/ha</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="53"/>
        <source>Change of carbon stock between two dates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="72"/>
        <source>Carbon stock before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="72"/>
        <source>Density at the first date, t C/ha.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="77"/>
        <source>Carbon stock after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="77"/>
        <source>Density at the second date, t C/ha, on the same grid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="82"/>
        <source>Years between the dates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="82"/>
        <source>For the value a whole number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="89"/>
        <source>Price of a tonne of carbon</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="89"/>
        <source>In any currency, per t C. Without a price there is no value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="95"/>
        <source>Discount rate, % per year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="95"/>
        <source>How much less a tonne of the next year is worth.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="102"/>
        <source>Annual price change, %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="102"/>
        <source>Stands in the denominator, as in InVEST: a positive one lowers the value.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="110"/>
        <source>Change of carbon stock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="110"/>
        <source>After - before, t C/ha.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="115"/>
        <source>Change per year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="115"/>
        <source>Change divided by the years, t C/ha per year.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="133"/>
        <source>Value of the change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="121"/>
        <source>Currency per ha; needs a price.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="128"/>
        <source>Change, t C</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="129"/>
        <source>Change, % of the stock before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="130"/>
        <source>Area valid at both dates, ha</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="131"/>
        <source>Cells valid before only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/carbonstockchange.py" line="132"/>
        <source>Cells valid after only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/models.py" line="42"/>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/models.py" line="57"/>
        <source>Carbon service flow, one year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/models.py" line="58"/>
        <source>Drivers of the carbon difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="65"/>
        <source>Zones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py" line="119"/>
        <source>Field with the zones&apos; names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py" line="119"/>
        <source>Names of the zones. When empty, the layer&apos;s first text field is taken.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py" line="128"/>
        <source>Table by zone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py" line="128"/>
        <source>A row per zone with the columns {columns}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/parameters.py" line="137"/>
        <source>Land-use scheme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="47"/>
        <source>Prevailing wind from U and V rasters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="69"/>
        <source>Eastward wind u</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="69"/>
        <source>m/s, a band per time step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="74"/>
        <source>Northward wind v</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="74"/>
        <source>m/s, the same time steps on the same grid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="79"/>
        <source>Any raster on the grid wanted. Empty: the grid of u and v.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="85"/>
        <source>Calm below, m/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="85"/>
        <source>A wind slower than this is calm; so is one of speed 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="92"/>
        <source>Prevailing wind direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="92"/>
        <source>Centre of the most frequent sector, degrees from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="97"/>
        <source>Resultant wind direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="97"/>
        <source>Direction of the mean vector, degrees from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="103"/>
        <source>Mean wind speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="103"/>
        <source>m/s, calms included.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="109"/>
        <source>Constancy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/prevailingwinduv.py" line="109"/>
        <source>|mean vector| / mean speed, 0 to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="98"/>
        <source>Wind rose</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="92"/>
        <source>17 bands: frequencies of 16 sectors from north clockwise, and calm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="57"/>
        <source>Correlation matrix of rasters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="80"/>
        <source>Target</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="80"/>
        <source>What is to be explained, such as the difference C - E.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="86"/>
        <source>Layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="86"/>
        <source>The drivers, on the grid of the target. Columns are called as the layers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="90"/>
        <source>Layers that are categories</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="90"/>
        <source>Those of the layers whose values are codes, such as land use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="98"/>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="96"/>
        <source>Correlation of values, or of mid-ranks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="102"/>
        <source>Missing cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="102"/>
        <source>Listwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="102"/>
        <source>Pairwise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="102"/>
        <source>ArcGIS (mean substitution)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="102"/>
        <source>Which cells count where some layers have no data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="112"/>
        <source>Names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="120"/>
        <source>Correlation matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="120"/>
        <source>Column layer, and a column per layer; the target first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="126"/>
        <source>Covariance matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="126"/>
        <source>Column layer, and a column per layer; variances on the diagonal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="131"/>
        <source>Ranking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="131"/>
        <source>rank, layer, r, n, n_effective, p, eta2; by |r| with the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/rastercorrelationmatrix.py" line="136"/>
        <source>Number of cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="45"/>
        <source>Spread zone totals over cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="65"/>
        <source>Polygons with a total each; every feature is a zone of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="70"/>
        <source>Field with the totals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="70"/>
        <source>A number per polygon; an empty one counts as 0, with a warning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="77"/>
        <source>Any raster on the grid wanted; its nodata cells get nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="82"/>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="82"/>
        <source>Where more of the total goes, per unit of area; on the same grid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="88"/>
        <source>Unit of the result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="88"/>
        <source>Per cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="88"/>
        <source>Per hectare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="88"/>
        <source>Per km2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="88"/>
        <source>An amount per cell, or a density.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="98"/>
        <source>The weight is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="98"/>
        <source>A density (per unit of area)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="98"/>
        <source>An amount per cell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="98"/>
        <source>Makes a difference on geographic grids, whose cells differ in area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="108"/>
        <source>Spread totals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="108"/>
        <source>The totals on the grid, in the unit chosen; nodata outside the zones.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="113"/>
        <source>Sum of the zones&apos; totals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/spatializetotals.py" line="114"/>
        <source>Sum over the cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/studygrid.py" line="38"/>
        <source>Make the study grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/studygrid.py" line="55"/>
        <source>Area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/studygrid.py" line="55"/>
        <source>Polygons of the study area, in any CRS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/studygrid.py" line="60"/>
        <source>CRS of the grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/studygrid.py" line="60"/>
        <source>A projected CRS. Empty: an equal-area CRS made for the area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/studygrid.py" line="64"/>
        <source>Cell size, m</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/studygrid.py" line="64"/>
        <source>Width and height of a cell in metres.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/studygrid.py" line="71"/>
        <source>Study grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/studygrid.py" line="71"/>
        <source>1 inside, nodata outside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/supplydemandratio.py" line="55"/>
        <source>Supply-demand balance, ratio and flow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="76"/>
        <source>t/ha per year, 0 or more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="81"/>
        <source>Carbon sequestration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="81"/>
        <source>A stock (t/ha) or an annual rate (t/ha per year), 0 or more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/supplydemandratio.py" line="87"/>
        <source>Difference of sequestration and emission</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/supplydemandratio.py" line="87"/>
        <source>C - E, t/ha: above 0 a surplus of sequestration.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/supplydemandratio.py" line="94"/>
        <source>Ratio of emission to sequestration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/supplydemandratio.py" line="94"/>
        <source>E / C: below 1 sequestration exceeds emission; nodata where C is 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/supplydemandratio.py" line="101"/>
        <source>Carbon service flow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/supplydemandratio.py" line="101"/>
        <source>min(E, C), t/ha: emission that the cell itself takes up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="169"/>
        <source>Carbon emission, t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/supplydemandratio.py" line="110"/>
        <source>Carbon sequestration, t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/supplydemandratio.py" line="111"/>
        <source>Carbon service flow, t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/supplydemandratio.py" line="112"/>
        <source>Ratio of the totals</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/supplydemandratio.py" line="113"/>
        <source>Mean of the cells&apos; ratios</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/supplydemandratio.py" line="114"/>
        <source>Cells without sequestration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="50"/>
        <source>Route unfixed carbon downwind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="86"/>
        <source>Wind direction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="86"/>
        <source>Degrees the wind comes from, clockwise from true north.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="98"/>
        <source>Two neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="98"/>
        <source>One neighbour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="98"/>
        <source>Well mixed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="98"/>
        <source>How a cell&apos;s outflow is shared among its neighbours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="109"/>
        <source>Decay length, km</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="119"/>
        <source>Nodata inside the area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="119"/>
        <source>Pass over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="119"/>
        <source>Count as lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="119"/>
        <source>A lake without data, say: carbon crosses it, or is lost in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="126"/>
        <source>Flux threshold of the network, t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="126"/>
        <source>Cells with more flux are joined to lines. Empty: a readable number of lines.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="135"/>
        <source>Flux</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="135"/>
        <source>t that leave the cell downwind, own and passing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="142"/>
        <source>Absorbed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="142"/>
        <source>t/ha that the cell takes up, own and imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="148"/>
        <source>Imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="148"/>
        <source>t/ha that the cell takes up of what the wind brings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="154"/>
        <source>Unfixed remainder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="154"/>
        <source>t/ha that stay in the cell unfixed: trapped or calm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="161"/>
        <source>Flows between zones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="169"/>
        <source>Absorbed at home, t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="169"/>
        <source>Absorbed downwind, t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="169"/>
        <source>Exported over the border, t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="169"/>
        <source>Lost to gaps, t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="169"/>
        <source>Dispersed, t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="169"/>
        <source>Trapped, t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="169"/>
        <source>Left in calm cells, t</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/windflowrouting.py" line="169"/>
        <source>Relative error of the mass balance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="15"/>
        <source>Cancelled. No output was written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="33"/>
        <source>Raster {raster} cannot be opened: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="39"/>
        <source>Raster {raster} has no band {band}: it has {bands}. Choose another band.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="42"/>
        <source>Raster {raster} holds complex numbers; real ones are needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="54"/>
        <source>{path} cannot be created: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="55"/>
        <source>{path} cannot be written to its end: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="61"/>
        <source>{path} cannot be written: the folder {folder} does not exist. Create it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="68"/>
        <source>{path} is named for two outputs of one run. Give each output its own name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="73"/>
        <source>Table {table} cannot be read: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="74"/>
        <source>Table {table} has no rows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="83"/>
        <source>Table {table} has no column {column}{hint}. Its columns are: {columns}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="86"/>
        <source>Table {table} has two columns named {column} (upper and lower case count as the same).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="89"/>
        <source>Table {table}, line {line}, column {column}: the cell is empty, a number is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="92"/>
        <source>Table {table}, line {line}, column {column}: &quot;{text}&quot; is not a number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="97"/>
        <source>Layer {layer} has no polygons.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="98"/>
        <source>Layer {layer} has no coordinate reference system. Assign one and run again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="109"/>
        <source>No polygon of layer {layer} meets the grid ({grid}). Check both coordinate reference systems.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="120"/>
        <source>{raster} holds {value}: land-use codes and categories must be whole numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="123"/>
        <source>Table {table}, line {line}: code {code} is given twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="135"/>
        <source>Table {table}, line {line}: a carbon density is negative. Densities are t C/ha, 0 or more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="150"/>
        <source>The time between the two dates is {years} years; it must be more than 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="153"/>
        <source>The value is a sum over whole years; {years} is not a whole number of years.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="156"/>
        <source>A rate of {rate} % per year is not possible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="159"/>
        <source>Table {table}, line {line}: the carbon unit &quot;{text}&quot; is neither C nor CO2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="162"/>
        <source>Table {table}, line {line}: the coefficient of {source} is negative.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="165"/>
        <source>Table {table}, line {line}: the soil respiration is negative.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="168"/>
        <source>Table {table}, line {line}: the proxy &quot;{text}&quot; is unknown. Choose one of: {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="171"/>
        <source>Table {table}, line {line}: source {source} is given twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="191"/>
        <source>Table {table}, line {line}, column {column}: an activity cannot be negative.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="200"/>
        <source>The cell size is {size} m; it must be more than 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="201"/>
        <source>No cell of {size} m has its centre inside layer {layer}. Choose a smaller cell size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="204"/>
        <source>Raster {raster} has no data on the grid ({grid}). Check both coordinate reference systems.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="207"/>
        <source>Raster {raster} holds the category {value}, which a Float32 raster cannot hold exactly.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="210"/>
        <source>The polygons of {layer} cannot be laid on the grid: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="217"/>
        <source>Layer {layer} has no field {field}. Its fields are: {fields}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="220"/>
        <source>Layer {layer} has no text field for the zones&apos; names. Choose the zone field.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="223"/>
        <source>{path}: rasters are written as GeoTIFF. Choose a name that ends in .tif.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="226"/>
        <source>Table {path} cannot be written: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="233"/>
        <source>This method needs a wind direction raster. Give one, or choose the method well mixed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="236"/>
        <source>The method wind rose needs a rose raster with 17 bands (16 sectors and calm).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="239"/>
        <source>Rose raster {raster} has {bands} bands; it needs 17 (16 sectors from north clockwise, calm).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages.py" line="247"/>
        <source>{first} and {second} have no cell with data in common.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages_drivers.py" line="8"/>
        <source>At least {least} layers are needed; {count} given.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages_drivers.py" line="9"/>
        <source>{count} layers are given; at most {most} can be compared at once. Leave some out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages_drivers.py" line="27"/>
        <source>No layer has a cell with data: {layers}. Check the nodata values and the study area.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages_drivers.py" line="47"/>
        <source>{count} classes are asked for; the number of classes must be {least} to {most}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages_wind.py" line="7"/>
        <source>The calm limit is {value}: it must be a speed in m/s, 0 or more (0.3 is the usual one).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages_wind.py" line="52"/>
        <source>{table}, row {row}: the station is empty. Fill it in or remove the row.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages_wind.py" line="62"/>
        <source>{path} cannot be read: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages_wind.py" line="68"/>
        <source>The {files} files hold no wind record. Choose SURF_CLI_CHN_MUL_DAY WIN text files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages_wind.py" line="90"/>
        <source>The distance power is {value}: it must be a number above 0 (2 is the usual one).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../core/messages_wind.py" line="93"/>
        <source>The number of neighbours is {value}: it must be a whole number, 1 or more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="85"/>
        <source>Keep only cells where the grid has data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../algorithms/aligntogrid.py" line="85"/>
        <source>Cuts the result to the inside of a study grid.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
