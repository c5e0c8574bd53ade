"""Words and names that two languages write in two ways, a line for one meaning; the first form names it.

Small on purpose: names that headlines of several countries share, and the words by which newsrooms say what happened.
Watchlists bring their own names by their aliases; other words meet by their meaning, with the extra ``semantic``.
"""

NAMES = """
    google 谷歌 гугл 구글 グーグル جوجل
    alibaba 阿里 阿里巴巴 алибаба 알리바바 アリババ
    bytedance 字节 字节跳动 байтданс 바이트댄스 バイトダンス
    tencent 腾讯 тенсент 텐센트 テンセント
    kuaishou 快手 куайшоу 콰이쇼우
    kling 可灵
    jimeng 即梦
    doubao 豆包
    hunyuan 混元
    wenxin 文心
    qwen 千问 通义千问
    baidu 百度 байду 바이두 バイドゥ
    xiaomi 小米 сяоми 샤오미 シャオミ
    huawei 华为 хуавэй 화웨이 ファーウェイ
    apple 苹果 苹果公司 эппл 애플 アップル ابل
    microsoft 微软 майкрософт 마이크로소프트 マイクロソフト مايكروسوفت
    nvidia 英伟达 辉达 нвидиа энвидиа 엔비디아 エヌビディア انفيديا
    tesla 特斯拉 тесла 테슬라 テスラ تسلا
    samsung 三星 三星电子 самсунг 삼성 삼성전자 サムスン سامسونج
    amazon 亚马逊 амазон 아마존 アマゾン امازون
    facebook 脸书 脸谱 фейсбук 페이스북 フェイスブック
    intel 英特尔 интел 인텔 インテル
    qualcomm 高通 квалкомм 퀄컴 クアルコム
    broadcom 博通 브로드컴
    tsmc 台积电 тсмц
    foxconn 富士康 鸿海 фоксконн
    sony 索尼 сони 소니 ソニー
    nintendo 任天堂 нинтендо 닌텐도
    toyota 丰田 тойота 토요타 도요타 トヨタ
    honda 本田 хонда 혼다 ホンダ
    nissan 日产 ниссан 닛산
    hyundai 现代汽车 хендай 현대차
    volkswagen 大众汽车 фольксваген 폭스바겐 フォルクスワーゲン
    bmw 宝马 бмв
    mercedes 奔驰 梅赛德斯 мерседес 벤츠 メルセデス
    porsche 保时捷 порше 포르쉐 ポルシェ
    boeing 波音 боинг 보잉 ボーイング
    airbus 空客 空中客车 эйрбас 에어버스 エアバス
    byd 比亚迪
    nio 蔚来
    xpeng 小鹏
    lenovo 联想
    oracle 甲骨文 оракл 오라클 オラクル
    cisco 思科 시스코 シスコ
    netflix 奈飞 网飞 нетфликс 넷플릭스 ネットフリックス
    disney 迪士尼 дисней 디즈니 ディズニー
    starbucks 星巴克 старбакс 스타벅스
    moonshot 月之暗面
    zhipu 智谱
    stepfun 阶跃星辰
    unitree 宇树
    softbank 软银 софтбанк 소프트뱅크 ソフトバンク
    musk 马斯克 маск 머스크 マスク
    altman 奥尔特曼 阿尔特曼 альтман 올트먼 アルトマン
    brockman 布罗克曼 брокман 브록먼 ブロックマン
    murati 穆拉蒂 мурати 무라티
    amodei 阿莫迪 阿莫代 амодеи 아모데이
    hassabis 哈萨比斯 хассабис 허사비스 ハサビス
    nadella 纳德拉 наделла 나델라 ナデラ
    pichai 皮查伊 пичаи 피차이 ピチャイ
    bezos 贝索斯 безос 베이조스 ベゾス
    lecun 杨立昆 лекун 르쿤
    hinton 辛顿 хинтон 힌턴 ヒントン
    sutskever 苏茨克维 суцкевер 수츠케버 サツキバー
    karpathy 卡帕西 卡帕斯 карпатый 카파시
    zuckerberg 扎克伯格 цукерберг 저커버그
    huang 黄仁勋 хуанг 젠슨황
    trump 特朗普 川普 трамп 트럼프 トランプ ترامب
    biden 拜登 байден 바이든 バイデン بايدن
    putin 普京 путин 푸틴 プーチン بوتين
    zelensky 泽连斯基 зеленский зеленского 젤렌스키 ゼレンスキー
    starmer 斯塔默 стармер 스타머
    macron 马克龙 макрон 마크롱 マクロン ماكرون
    newsom 纽森
    australia 澳大利亚 澳洲 австралия 호주 オーストラリア استراليا australien australie
    canada 加拿大 канада 캐나다 カナダ كندا
    britain uk 英国 британия 영국 イギリス بريطانيا großbritannien
    germany 德国 deutschland германия 독일 ドイツ المانيا allemagne
    france 法国 франция 프랑스 フランス فرنسا frankreich
    italy 意大利 италия 이탈리아 イタリア ايطاليا italien italie
    spain 西班牙 испания 스페인 スペイン اسبانيا spanien espagne
    japan 日本 япония 일본 اليابان japon
    korea 韩国 корея 한국 كوريا
    russia 俄罗斯 россия 러시아 ロシア روسيا russland russie
    ukraine 乌克兰 украина 우크라이나 ウクライナ اوكرانيا
    iran 伊朗 иран 이란 イラン ايران
    israel 以色列 израиль 이스라엘 イスラエル اسرائيل
    india 印度 индия 인도 インド الهند indien inde
    brazil 巴西 бразилия 브라질 ブラジル brasilien brésil
    mexico 墨西哥 мексика 멕시코 メキシコ mexiko mexique
    turkey 土耳其 турция 튀르키예 トルコ türkiye türkei turquie
    taiwan 台湾 тайвань 대만
    europe eu 欧盟 欧洲 евросоюз 유럽 欧州 europa
    california 加州 加利福尼亚 калифорния 캘리포니아
    america us usa 美国 сша 미국 アメリカ امريكا
    oms 世卫 世卫组织 世界卫生组织
    nato otan 北约 нато 나토 ناتو
    ecb bce ezb 欧央行 欧洲央行 欧洲中央银行 ецб
    fed 美联储 фрс 연준
    imf fmi iwf мвф 国际货币基金组织
    wto omc 世贸组织 世界贸易组织
    opec opep опек 欧佩克
    iaea aiea маатэ 国际原子能机构
    fda 美国食药监局 美国食品药品监督管理局
    pope 教皇 教宗 папа 교황 papst pape papa
"""

WORDS = """
    launch introducing introduces unveils debuts releases 发布 推出 上线 亮相 发布会 问世 登陆 上架 发售 开售 首发
    announce announces announced 宣布 公布 官宣 公告
    model models 模型 大模型
    update updates updated upgrade upgrades 更新 升级
    open-source open-sources open-sourcing opensource 开源
    agent agents 智能体 代理
    partner partners partnership partnering collaborate collaboration cooperation 合作 联手 携手
    sign signs signed 签署 签约
    acquire acquires acquired acquisition acquiring buys takeover 收购 并购
    invest invests investment investing 投资 入股
    raise raises raised funding fundraising 融资 募资 筹资
    valuation valued 估值
    revenue 营收 收入
    profit profits 利润 净利润 盈利
    earnings 财报 业绩
    sue sues sued lawsuit 起诉 诉讼
    fine fined fines 罚款
    investigation investigate investigates probe 调查
    ban bans banned banning 禁令 禁止
    recall recalls recalled 召回
    shutdown shut shuts closing closes discontinue discontinues 停止 关闭 关停 终止 下线 停售 停服 停产 取消 解除 撤销
    resign resigns steps quit 辞职 离职 卸任 离任
    hire hires joins 加盟 加入 聘
    layoff layoffs 裁员
    strike 罢工
    earthquake quake 地震
    fire blaze 火灾
    crash crashes 坠毁 坠机
    election elections 选举 大选
    vote votes 投票
    tariff tariffs 关税
    sanctions 制裁
    chip chips semiconductor 芯片 半导体
    browser 浏览器
    phone phones smartphone 手机
    desktop 桌面
    mobile 移动
    robot robots humanoid 机器人
    car cars vehicle vehicles 汽车
    satellite satellites 卫星
    rocket rockets 火箭
    image images 图像 图片
    video videos 视频
    voice audio speech 语音 音频
    music 音乐
    code coding programming 代码 编程
    search 搜索
    data 数据
    database 数据库
    compute computing 算力 计算
    cloud 云 云端
    government 政府
    enterprise enterprises business 企业
    users user 用户
    developer developers 开发者
    researcher researchers research 研究 研究员
    institute 研究所 研究院
    university 大学
    security cybersecurity 安全 网络安全
    safety 安全性
    vulnerability vulnerabilities 漏洞
    leak leaks leaked 泄露 曝光
    privacy 隐私
    health healthcare medical medicine 医疗 健康
    drug drugs 药物
    vaccine 疫苗
    biology biological 生物 生命科学
    education 教育
    finance financial 金融
    bank banks 银行
    legal law 法律
    design designing 设计
    memory 记忆 内存
    context 上下文
    plugin plugins 插件
    feature features 功能
    subscription subscriptions 订阅
    price prices pricing 价格 定价
    free 免费
    limit limits limited 限制 限额
    preview previewing 预览
    test testing tests 测试
    benchmark benchmarks 基准
    report reports 报告
    guide guides 指南
    index 指数
    statement 声明
    response responds respond 回应 答复
    deny denies denied 否认
    confirm confirms confirmed 确认 承认 证实 认领
    outage 宕机 中断 故障 瘫痪 崩溃
    founder cofounder co-founder 创始人
    program programme 计划
    project 项目
    network 网络
    team teams 团队
    office 办公室
    market 市场
    stock shares 股票 股价 股份
    ipo 上市
    integration integrate integrates 集成 接入 支持
    available availability 开放 可用
    expand expands expanding expansion 扩大 扩展
    access 访问
    workflow workflows 工作流
    automatic automate automation 自动化 自动
    translation translate translates 翻译
    world global 全球 世界
    china chinese 中国 国家 我国 китай 중국 الصين chine
"""
